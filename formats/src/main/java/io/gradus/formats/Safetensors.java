package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tensors by name in the format of Hugging Face's `safetensors`: eight bytes with the length of a
/// JSON header, the header with type, shape and place of each tensor, the elements.
public final class Safetensors {
  private static final long MOST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  /// What a file holds.
  ///
  /// @param tensors the tensors by name, in the order of their elements
  /// @param metadata texts by name
  public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /// A tensor's place.
  private record Place(String name, TensorType type, long from, long to) {}

  /// {@return the tensors in a file by name, in the order of their elements}
  ///
  /// @throws ModelFormatException if the file is none of this format, or has elements that tensors
  ///   cannot have
  public static Map<String, Tensor> read(Path file) throws IOException {
    return readAll(file).tensors;
  }

  /// {@return the tensors in a file and the texts that go with them}
  ///
  /// @throws ModelFormatException if the file is none of this format, or has elements that tensors
  ///   cannot have
  public static Contents readAll(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(Bytes.of(file, channel));
    }
  }

  static Contents read(Bytes bytes) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    long header = headerLength(bytes);
    Bytes elements =
        bytes.part("elements", Long.BYTES + header, bytes.length() - Long.BYTES - header);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Place place : places(bytes, header, metadata)) {
      tensors.put(
          place.name,
          Elements.read(
              place.type,
              (block, offset) -> elements.fill(place.from + offset, block, place.name)));
    }
    return new Contents(tensors, metadata);
  }

  /// {@return the types of the tensors in a file by name, without reading their elements}
  static Map<String, TensorType> types(Bytes bytes, Map<String, String> metadata)
      throws IOException {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (Place place : places(bytes, headerLength(bytes), metadata)) {
      types.put(place.name, place.type);
    }
    return types;
  }

  private static long headerLength(Bytes bytes) throws IOException {
    long length = bytes.structure(0, Long.BYTES, "header's length").getLong();
    if (length < 2 || length > Math.min(MOST_HEADER, bytes.length() - Long.BYTES)) {
      throw bytes.wrong(
          0,
          String.format(
              Locale.ROOT,
              "a header of %s bytes; there can be 2 to %,d",
              Long.toUnsignedString(length),
              Math.min(MOST_HEADER, bytes.length() - Long.BYTES)));
    }
    return length;
  }

  /// {@return the places of the tensors, in their order, which fill the rest of the file}
  private static List<Place> places(Bytes bytes, long header, Map<String, String> metadata)
      throws IOException {
    Bytes text = bytes.part("header", Long.BYTES, header);
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, @Nullable Object> entry : Json.read(text).entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        if (!(entry.getValue() instanceof Map<?, ?> texts)) {
          throw text.wrong(0, METADATA + " is no object");
        }
        texts.forEach((key, value) -> metadata.put(String.valueOf(key), String.valueOf(value)));
      } else {
        places.add(place(text, entry.getKey(), entry.getValue()));
      }
    }
    places.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::to));
    long at = 0;
    for (Place place : places) {
      if (place.from != at) {
        throw text.wrong(
            0,
            String.format(
                Locale.ROOT,
                "%s: begins at byte %,d of the elements, not at %,d, where the one before ends",
                place.name,
                place.from,
                at));
      }
      at = place.to;
    }
    long there = bytes.length() - Long.BYTES - header;
    if (at != there) {
      throw text.wrong(
          0,
          String.format(Locale.ROOT, "elements of %,d bytes are said; %,d are there", at, there));
    }
    return places;
  }

  private static Place place(Bytes text, String name, @Nullable Object value) throws IOException {
    if (!(value instanceof Map<?, ?> entry)
        || !(entry.get("shape") instanceof List<?> lengths)
        || !(entry.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2
        || lengths.size() > Shape.MAX_RANK) {
      throw text.wrong(
          0,
          "%s: needs dtype, shape of at most %d axes and data_offsets"
              .formatted(name, Shape.MAX_RANK));
    }
    DType dtype = null;
    for (DType each : DType.values()) {
      dtype = code(each).equals(entry.get("dtype")) ? each : dtype;
    }
    if (dtype == null) {
      throw text.wrong(
          0, "%s: no tensor has elements of type %s".formatted(name, entry.get("dtype")));
    }
    long[] dims = new long[lengths.size()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = count(text, name, lengths.get(axis));
    }
    TensorType type = new TensorType(dtype, Shape.of(dims));
    long from = count(text, name, offsets.getFirst());
    long to = count(text, name, offsets.getLast());
    long bytes = Elements.bytes(dtype, type.shape());
    if (bytes < 0 || bytes != to - from) {
      throw text.wrong(0, "%s: %s in bytes %d to %d".formatted(name, type, from, to));
    }
    if (bytes / dtype.bytes() > ArrayStorage.MAX_LENGTH) {
      throw text.wrong(
          0,
          String.format(
              Locale.ROOT,
              "%s: %,d elements, more than the %,d a tensor can have",
              name,
              bytes / dtype.bytes(),
              ArrayStorage.MAX_LENGTH));
    }
    return new Place(name, type, from, to);
  }

  private static long count(Bytes text, String name, @Nullable Object value) throws IOException {
    if (value instanceof Integer || value instanceof Long) {
      long count = ((Number) value).longValue();
      if (count >= 0) {
        return count;
      }
    }
    throw text.wrong(0, "%s: expected a whole number from 0 on, got %s".formatted(name, value));
  }

  private static String code(DType dtype) {
    return switch (dtype) {
      case BOOL -> "BOOL";
      case BFLOAT16 -> "BF16";
      case FLOAT16, FLOAT32, FLOAT64 -> "F" + dtype.bytes() * Byte.SIZE;
      default -> (dtype.isUnsigned() ? "U" : "I") + dtype.bytes() * Byte.SIZE;
    };
  }

  /// Writes tensors by name to a file, as a whole or not at all. The same tensors give the same
  /// bytes.
  public static void write(Path file, Map<String, ? extends Operand> tensors) throws IOException {
    write(file, tensors, Map.of());
  }

  /// Writes tensors by name and texts by name to a file, as a whole or not at all. The same
  /// contents give the same bytes.
  ///
  /// @throws IllegalArgumentException if a tensor has the name that the format has for the texts
  public static void write(
      Path file, Map<String, ? extends Operand> tensors, Map<String, String> metadata)
      throws IOException {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("safetensors: no tensor can be called " + METADATA);
    }
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, new TreeMap<>(metadata));
    }
    List<Tensor> values = new ArrayList<>();
    long at = 0;
    // As upstream: the widest elements first, so that each tensor begins at a multiple of them.
    List<? extends Map.Entry<String, ? extends Operand>> ordered =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<String, ? extends Operand> e) ->
                    -e.getValue().value().dtype().bytes()))
            .toList();
    for (Map.Entry<String, ? extends Operand> tensor : ordered) {
      Tensor value = tensor.getValue().value();
      Map<String, @Nullable Object> place = new LinkedHashMap<>();
      long end = at + value.type().bytes();
      place.put("dtype", code(value.dtype()));
      place.put("shape", Arrays.stream(value.shape().dims()).boxed().toList());
      place.put("data_offsets", List.of(at, end));
      header.put(tensor.getKey(), place);
      values.add(value);
      at = end;
    }
    byte[] text = Json.write(header).getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(text.length, Long.BYTES) * Long.BYTES;
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(length).put(text);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    AtomicFile.write(
        file,
        out -> {
          out.write(start.array());
          for (Tensor value : values) {
            Elements.write(out, value);
          }
        });
  }
}

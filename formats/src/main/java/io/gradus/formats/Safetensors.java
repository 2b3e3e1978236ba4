package io.gradus.formats;

import io.gradus.formats.element.Elements;
import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tensors by name in the format of Hugging Face's `safetensors`: eight bytes with the length of a
/// JSON header, the header with type, shape and place of each tensor, the elements.
///
/// Floats of 8 bits (`F8_E4M3`, `F8_E5M2`) are read as `float32`, which has all their values. A
/// tensor of another type that there is none of here does not keep the others from being read by
/// their names.
public final class Safetensors {
  private static final long MOST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";
  private static final Map<String, DType> TYPES = new HashMap<>();
  private static final Map<String, Float8> FLOATS_8 =
      Map.of("F8_E4M3", Float8.E4M3, "F8_E5M2", Float8.E5M2);
  private static final Map<String, String> OTHERS =
      Map.of(
          "F4", "floats of 4 bits",
          "F6_E2M3", "floats of 6 bits",
          "F6_E3M2", "floats of 6 bits",
          "F8_E8M0", "powers of two, which scale other tensors",
          "F8_E4M3FNUZ", "floats of 8 bits without a negative zero",
          "F8_E5M2FNUZ", "floats of 8 bits without a negative zero",
          "C64", "complex numbers");

  static {
    for (DType dtype : DType.values()) {
      TYPES.put(code(dtype), dtype);
    }
  }

  private Safetensors() {}

  /// What a file holds.
  ///
  /// @param tensors the tensors by name, in the order of their elements
  /// @param metadata texts by name
  public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /// A tensor's place.
  ///
  /// @param float8 the kind of float that the elements are of, null if they are of the type
  private record Place(ArrayInfo info, @Nullable Float8 float8, long from, long to) {
    String name() {
      return info.name();
    }
  }

  /// A file's header.
  private record Header(Bytes text, Bytes elements, List<Place> places, Map<String, String> texts) {
    Tensor read(Place place, String hint) throws IOException {
      TensorType type = place.info.type();
      if (type == null) {
        throw text.wrong(0, "%s: %s%s".formatted(place.name(), place.info.problem(), hint));
      }
      String obstacle = Elements.obstacle(type);
      if (obstacle != null) {
        throw text.wrong(0, "%s: %s%s".formatted(place.name(), obstacle, hint));
      }
      Elements.Blocks blocks =
          (block, offset) -> elements.fill(place.from + offset, block, place.name());
      return place.float8 != null
          ? place.float8.read(type.shape(), blocks)
          : Elements.read(type, blocks);
    }
  }

  /// {@return the tensors in a file by name, in the order of their elements}
  ///
  /// @throws ModelFormatException if the file is none of this format, or has elements that tensors
  ///   cannot have; the others can be read by their names
  public static Map<String, Tensor> read(Path file) throws IOException {
    return readAll(file).tensors;
  }

  /// {@return the tensor of a name in a file. Only this one is read}
  ///
  /// @throws IllegalArgumentException if there is no tensor of this name, listing the nearest
  /// @throws ModelFormatException if the file is none of this format, or the tensor has elements
  ///   that tensors cannot have
  public static Tensor read(Path file, String name) throws IOException {
    return Bytes.read(file, bytes -> read(bytes, name));
  }

  /// {@return the tensors in a file and the texts that go with them}
  ///
  /// @throws ModelFormatException if the file is none of this format, or has elements that tensors
  ///   cannot have; the others can be read by their names
  public static Contents readAll(Path file) throws IOException {
    return Bytes.read(file, bytes -> read(bytes));
  }

  /// {@return the tensors in a file with their types, in the order of their elements, without
  /// reading these}
  ///
  /// @throws ModelFormatException if the file is none of this format
  public static List<ArrayInfo> entries(Path file) throws IOException {
    return Bytes.read(file, bytes -> entries(bytes));
  }

  /// {@return the texts that go with the tensors in a file, by name}
  ///
  /// @throws ModelFormatException if the file is none of this format
  public static Map<String, String> metadata(Path file) throws IOException {
    return Bytes.read(file, bytes -> metadata(bytes));
  }

  static Contents read(Bytes bytes) throws IOException {
    Header header = header(bytes);
    String hint =
        header.places.size() > 1
            ? "; the others can be read by name: Safetensors.read(file, name)"
            : "";
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Place place : header.places) {
      tensors.put(place.name(), header.read(place, hint));
    }
    return new Contents(tensors, header.texts);
  }

  static Tensor read(Bytes bytes, String name) throws IOException {
    Header header = header(bytes);
    for (Place place : header.places) {
      if (place.name().equals(name)) {
        return header.read(place, "");
      }
    }
    throw Names.unknown(
        bytes.file() + ": tensor", name, header.places.stream().map(Place::name).toList());
  }

  static List<ArrayInfo> entries(Bytes bytes) throws IOException {
    return header(bytes).places.stream().map(Place::info).toList();
  }

  static Map<String, String> metadata(Bytes bytes) throws IOException {
    return header(bytes).texts;
  }

  private static Header header(Bytes bytes) throws IOException {
    long length = headerLength(bytes);
    Bytes text = bytes.part("header", Long.BYTES, length);
    long start = Long.BYTES + length;
    Bytes elements = bytes.part("elements", start, bytes.length() - start);
    Map<String, String> texts = new LinkedHashMap<>();
    return new Header(text, elements, places(text, elements.length(), texts), texts);
  }

  private static long headerLength(Bytes bytes) throws IOException {
    if (!FileSignature.hasSafetensorsHeader(bytes)) {
      throw FileSignature.refusal(bytes, "no safetensors");
    }
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
  private static List<Place> places(Bytes text, long there, Map<String, String> metadata)
      throws IOException {
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
                place.name(),
                place.from,
                at));
      }
      at = place.to;
    }
    if (at != there) {
      throw text.wrong(
          0,
          String.format(Locale.ROOT, "elements of %,d bytes are said; %,d are there", at, there));
    }
    return places;
  }

  private static Place place(Bytes text, String name, @Nullable Object value) throws IOException {
    if (!(value instanceof Map<?, ?> entry)
        || !(entry.get("dtype") instanceof String code)
        || !(entry.get("shape") instanceof List<?> lengths)
        || !(entry.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2) {
      throw text.wrong(0, "%s: needs dtype, shape and data_offsets".formatted(name));
    }
    long[] dims = new long[lengths.size()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = count(text, name, lengths.get(axis));
    }
    long from = count(text, name, offsets.getFirst());
    long to = count(text, name, offsets.getLast());
    if (to < from) {
      throw text.wrong(0, "%s: in bytes %d to %d".formatted(name, from, to));
    }
    Float8 float8 = FLOATS_8.get(code);
    DType stored = float8 != null ? DType.UINT8 : TYPES.get(code);
    if (stored == null) {
      String what = OTHERS.containsKey(code) ? " (%s)".formatted(OTHERS.get(code)) : "";
      String problem = "no tensor has elements of type %s%s".formatted(code, what);
      return new Place(new ArrayInfo(name, null, problem), null, from, to);
    }
    if (dims.length > Shape.MAX_RANK) {
      String problem =
          "%d axes, more than the %d there can be".formatted(dims.length, Shape.MAX_RANK);
      return new Place(new ArrayInfo(name, null, problem), null, from, to);
    }
    Shape shape = Shape.of(dims);
    TensorType type = new TensorType(float8 != null ? DType.FLOAT32 : stored, shape);
    if (Elements.bytes(stored, shape) != to - from) {
      throw text.wrong(0, "%s: %s%s in bytes %d to %d".formatted(name, code, shape, from, to));
    }
    return new Place(new ArrayInfo(name, type, null), float8, from, to);
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

package io.gradus.formats.hdf5;

import io.gradus.formats.element.Elements;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A dataset in an HDF5 file: an array of numbers.
public final class Dataset {
  private static final String BFLOAT16 = "bfloat16";

  private final Storage bytes;
  private final String path;
  private final long address;
  private final Datatype elements;
  private final Shape shape;
  private final Layout layout;
  private final FilterPipeline filters;
  private final @Nullable Attribute kept;

  /// A dataset, as its header describes it.
  Dataset(
      Storage bytes,
      String path,
      long address,
      Datatype elements,
      Shape shape,
      Layout layout,
      FilterPipeline filters,
      Map<String, Attribute> attributes) {
    this.bytes = bytes;
    this.path = path;
    this.address = address;
    this.elements = elements;
    this.shape = shape;
    this.layout = layout;
    this.filters = filters;
    this.kept = attributes.get("dtype");
  }

  /// {@return its place in the file's tree}
  public String path() {
    return path;
  }

  /// {@return its shape}
  public Shape shape() {
    return shape;
  }

  /// {@return the type of its elements and its shape}
  ///
  /// @throws IOException if tensors have no such elements
  public TensorType type() throws IOException {
    DType dtype = elements.dtype();
    if (dtype == null && elements.kind() == Datatype.Kind.OPAQUE && elements.size() == 2) {
      // Keras' way to keep what HDF5 has no type for.
      dtype = kept != null && kept.text().equals(BFLOAT16) ? DType.BFLOAT16 : null;
    }
    if (dtype == null) {
      throw wrong(
          "%s of %d bytes each, which no tensor holds".formatted(elements.kind(), elements.size()));
    }
    return new TensorType(dtype, shape);
  }

  /// {@return the bytes that its elements take, whatever they are}
  ///
  /// @throws IOException if they are more than its storage can hold
  long size() throws IOException {
    long size = elements.size();
    if (size < 1) {
      throw wrong("elements of %d bytes".formatted(size));
    }
    for (long dim : shape.dims()) {
      if (Math.multiplyHigh(size, dim) != 0 || size * dim < 0) {
        throw wrong("%s elements of %d bytes".formatted(shape, elements.size()));
      }
      size *= dim;
    }
    if (size > 0 && layout instanceof Layout.Contiguous(long at, long length)) {
      if (length < size) {
        throw wrong(
            String.format(Locale.ROOT, "%s takes %,d bytes; %,d are kept", shape, size, length));
      }
      bytes.check(at, length, path);
    }
    return size;
  }

  /// {@return its elements}
  ///
  /// @throws IOException if tensors have no such elements or they are not there
  public Tensor read() throws IOException {
    TensorType type = type();
    long size = size();
    if (size / elements.size() > ArrayStorage.MAX_LENGTH) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "%,d elements, more than the %,d a tensor can have",
              size / elements.size(),
              ArrayStorage.MAX_LENGTH));
    }
    return switch (layout) {
      case Layout.Contiguous(long at, _) ->
          Elements.read(type, (block, offset) -> bytes.fill(at + offset, block, path));
      case Layout.Chunked chunked -> {
        ArrayStorage storage = Elements.allocate(type.dtype(), type.shape().size());
        if (size > 0) {
          new ChunkReader(bytes, path, type, chunked, filters, storage.array()).read();
        }
        yield Tensor.of(Strided.dense(storage, type.shape()));
      }
    };
  }

  private IOException wrong(String problem) {
    return bytes.wrong(address, path + ": " + problem);
  }
}

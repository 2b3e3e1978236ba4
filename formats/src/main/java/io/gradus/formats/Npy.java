package io.gradus.formats;

import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// NumPy's format for one array, `.npy`: `numpy.save` and `numpy.load`.
///
/// Read are versions 1 to 3, little-endian elements of all types that tensors have but `bfloat16`,
/// which NumPy does not know, in C or Fortran order. Written is version 1.0 in C order.
public final class Npy {
  private static final int BLOCK = 1 << 16;

  private Npy() {}

  /// {@return the array in a file}
  ///
  /// @throws ModelFormatException if the file holds no array that a tensor can be, or more than one
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(new Source(in, file, null, Files.size(file)));
    }
  }

  /// Writes a tensor to a file, as a whole or not at all.
  ///
  /// @throws io.gradus.tensor.type.DTypeException if the type is `bfloat16`
  public static void write(Path file, Operand tensor) throws IOException {
    Tensor value = tensor.value();
    AtomicFile.write(file, out -> write(out, value));
  }

  static Tensor read(Source source) throws IOException {
    NpyHeader header = NpyHeader.read(source);
    DType dtype = header.dtype();
    long bytes = bytes(header);
    if (bytes != source.left()) {
      TensorType type = new TensorType(dtype, header.shape());
      String needed =
          bytes < 0
              ? "more bytes than a long counts"
              : String.format(Locale.ROOT, "%,d bytes", bytes);
      throw source.wrong(
          String.format(Locale.ROOT, "%s takes %s; %,d are there", type, needed, source.left()));
    }
    long size = bytes / dtype.bytes();
    if (size > ArrayStorage.MAX_LENGTH) {
      throw source.wrong(
          String.format(
              Locale.ROOT,
              "%,d elements, more than the %,d a tensor can have",
              size,
              ArrayStorage.MAX_LENGTH));
    }
    ArrayStorage storage = ArrayStorage.allocate(dtype, Device.current(), size);
    readElements(source, dtype, storage.array(), (int) size);
    if (!header.fortranOrder()) {
      return Tensor.of(Strided.dense(storage, header.shape()));
    }
    return Tensor.of(Strided.dense(storage, reversed(header.shape()))).transpose();
  }

  /// {@return the bytes that the elements take, −1 if a long does not count them}
  private static long bytes(NpyHeader header) {
    long bytes = header.dtype().bytes();
    boolean empty = false;
    boolean countable = true;
    for (long dim : header.shape().dims()) {
      empty |= dim == 0;
      long high = Math.multiplyHigh(bytes, dim);
      bytes *= dim;
      countable &= high == 0 && bytes >= 0;
    }
    return empty ? 0 : countable ? bytes : -1;
  }

  private static Shape reversed(Shape shape) {
    long[] dims = new long[shape.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = shape.dim(dims.length - 1 - axis);
    }
    return Shape.of(dims);
  }

  private static void readElements(Source source, DType dtype, Object array, int size)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(blockLength(dtype, size)).order(ByteOrder.LITTLE_ENDIAN);
    int most = block.capacity() / dtype.bytes();
    int count;
    for (int at = 0; at < size; at += count) {
      count = Math.min(most, size - at);
      source.fill(block.clear().limit(count * dtype.bytes()), "elements");
      switch (array) {
        case byte[] bytes -> block.get(bytes, at, count);
        case short[] shorts -> block.asShortBuffer().get(shorts, at, count);
        case int[] ints -> block.asIntBuffer().get(ints, at, count);
        case long[] longs -> block.asLongBuffer().get(longs, at, count);
        case float[] floats -> block.asFloatBuffer().get(floats, at, count);
        case double[] doubles -> block.asDoubleBuffer().get(doubles, at, count);
        default -> throw new AssertionError(dtype);
      }
    }
    if (dtype == DType.BOOL) {
      byte[] truths = (byte[]) array;
      for (int i = 0; i < size; i++) {
        truths[i] = (byte) (truths[i] == 0 ? 0 : 1);
      }
    }
  }

  static void write(OutputStream out, Tensor tensor) throws IOException {
    DType dtype = tensor.dtype();
    int size = Math.toIntExact(tensor.size());
    out.write(new NpyHeader(dtype, false, tensor.shape()).bytes());
    Object array = elements(tensor);
    byte[] buffer = new byte[blockLength(dtype, size)];
    ByteBuffer block = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    int most = block.capacity() / dtype.bytes();
    int count;
    for (int at = 0; at < size; at += count) {
      count = Math.min(most, size - at);
      block.clear();
      switch (array) {
        case byte[] bytes -> block.put(bytes, at, count);
        case short[] shorts -> block.asShortBuffer().put(shorts, at, count);
        case int[] ints -> block.asIntBuffer().put(ints, at, count);
        case long[] longs -> block.asLongBuffer().put(longs, at, count);
        case float[] floats -> block.asFloatBuffer().put(floats, at, count);
        case double[] doubles -> block.asDoubleBuffer().put(doubles, at, count);
        default -> throw new AssertionError(dtype);
      }
      out.write(buffer, 0, count * dtype.bytes());
    }
  }

  /// {@return the elements in row-major order, in an array of exactly their number}
  private static Object elements(Tensor tensor) {
    Strided view = tensor.strided();
    ArrayStorage storage = ArrayStorage.allocate(view.dtype(), tensor.device(), view.size());
    tensor.device().kernels().copy(Strided.dense(storage, view.shape()), view);
    return storage.array();
  }

  private static int blockLength(DType dtype, int size) {
    return (int) Math.min(BLOCK, (long) size * dtype.bytes());
  }
}

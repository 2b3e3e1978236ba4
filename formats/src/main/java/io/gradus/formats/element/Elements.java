package io.gradus.formats.element;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Elements of tensors as files hold them: in row-major order, and little-endian where nothing else
/// is said.
public final class Elements {
  private static final int BLOCK = 1 << 16;

  private Elements() {}

  /// Where elements come from.
  @FunctionalInterface
  public interface Blocks {
    /// Fills a buffer with the bytes from an offset on.
    void fill(ByteBuffer block, long offset) throws IOException;
  }

  /// {@return the bytes that the elements of a type take, −1 if a long does not count them}
  public static long bytes(DType dtype, Shape shape) {
    long bytes = dtype.bytes();
    boolean empty = false;
    boolean countable = true;
    for (long dim : shape.dims()) {
      empty |= dim == 0;
      countable &= Math.multiplyHigh(bytes, dim) == 0 && bytes * dim >= 0;
      bytes *= dim;
    }
    return empty ? 0 : countable ? bytes : -1;
  }

  /// {@return new memory for elements}
  public static ArrayStorage allocate(DType dtype, long size) {
    return ArrayStorage.allocate(dtype, Device.current(), size);
  }

  /// {@return why no tensor of a type can be read here, or null if one can}
  public static @Nullable String obstacle(TensorType type) {
    long bytes = bytes(type.dtype(), type.shape());
    if (bytes < 0) {
      return "%s takes more bytes than a long counts".formatted(type);
    }
    long size = bytes / type.dtype().bytes();
    if (size > ArrayStorage.MAX_LENGTH) {
      return String.format(
          Locale.ROOT,
          "%,d elements, more than the %,d a tensor can have",
          size,
          ArrayStorage.MAX_LENGTH);
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      return String.format(
          Locale.ROOT, "%s takes %,d bytes; the heap has %,d (-Xmx)", type, bytes, heap);
    }
    return null;
  }

  /// {@return a tensor of elements that are read block by block}
  public static Tensor read(TensorType type, Blocks blocks) throws IOException {
    DType dtype = type.dtype();
    ArrayStorage storage = allocate(dtype, type.shape().size());
    read(dtype, storage, ByteOrder.LITTLE_ENDIAN, blocks);
    return Tensor.of(Strided.dense(storage, type.shape()));
  }

  /// Fills memory with elements that are read block by block.
  public static void read(DType dtype, ArrayStorage storage, ByteOrder order, Blocks blocks)
      throws IOException {
    int size = (int) storage.length();
    ByteBuffer block = ByteBuffer.allocate(blockLength(dtype, size)).order(order);
    int most = block.capacity() / dtype.bytes();
    int count;
    for (int at = 0; at < size; at += count) {
      count = Math.min(most, size - at);
      blocks.fill(block.clear().limit(count * dtype.bytes()), (long) at * dtype.bytes());
      take(block.position(0), dtype, storage.array(), at, count);
    }
  }

  /// Takes elements from a buffer's position on, in the buffer's byte order, into an array.
  public static void take(ByteBuffer block, DType dtype, Object array, int at, int count) {
    switch (array) {
      case byte[] bytes -> block.get(bytes, at, count);
      case short[] shorts -> block.asShortBuffer().get(shorts, at, count);
      case int[] ints -> block.asIntBuffer().get(ints, at, count);
      case long[] longs -> block.asLongBuffer().get(longs, at, count);
      case float[] floats -> block.asFloatBuffer().get(floats, at, count);
      case double[] doubles -> block.asDoubleBuffer().get(doubles, at, count);
      default -> throw new AssertionError(dtype);
    }
    if (dtype == DType.BOOL) {
      byte[] truths = (byte[]) array;
      for (int i = at; i < at + count; i++) {
        truths[i] = (byte) (truths[i] == 0 ? 0 : 1);
      }
    }
  }

  /// Writes the elements of a tensor.
  public static void write(OutputStream out, Tensor tensor) throws IOException {
    DType dtype = tensor.dtype();
    int size = Math.toIntExact(tensor.size());
    Object array = array(tensor);
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
  private static Object array(Tensor tensor) {
    Strided view = tensor.strided();
    ArrayStorage storage = ArrayStorage.allocate(view.dtype(), tensor.device(), view.size());
    tensor.device().kernels().copy(Strided.dense(storage, view.shape()), view);
    return storage.array();
  }

  private static int blockLength(DType dtype, int size) {
    return (int) Math.min(BLOCK, (long) size * dtype.bytes());
  }
}

package io.gradus.tensor.kernel;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// Integer tensors read as positions: negative ones counted from the end, all checked.
final class Positions {
  private Positions() {}

  /// {@return the positions along an axis of the given length}
  static int[] along(String operation, Strided indices, long length, int axis) {
    int[] positions = new int[Math.toIntExact(indices.size())];
    // The usual kind is read where it lies.
    boolean plain = indices.dtype() == DType.INT32 && indices.isDense();
    long[] values = plain ? new long[0] : values(indices);
    int from = Math.toIntExact(indices.offset());
    for (int i = 0; i < positions.length; i++) {
      long index = plain ? indices.ints()[from + i] : values[i];
      if (isOutside(index, length, indices)) {
        throw new IndexOutOfBoundsException(
            "%s: index %s is out of range for axis %d with length %d"
                .formatted(operation, text(index, indices), axis, length));
      }
      positions[i] = (int) (index < 0 ? index + length : index);
    }
    return positions;
  }

  /// {@return the same positions in each of `outer` blocks of `length`}
  static int[] repeated(int[] positions, int outer, int length) {
    if (outer == 1) {
      return positions;
    }
    int[] rows = new int[Math.multiplyExact(outer, positions.length)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / positions.length * length + positions[i % positions.length];
    }
    return rows;
  }

  /// {@return for each index, whose positions lie along the last axis, its number in row-major
  /// order of the named axes}
  static int[] rows(Strided indices, Shape shape, int... axes) {
    long[] values = values(indices);
    int[] rows = new int[Math.toIntExact(indices.shape().slice(0, indices.rank() - 1).size())];
    for (int i = 0; i < rows.length; i++) {
      long row = 0;
      for (int k = 0; k < axes.length; k++) {
        long position = values[i * axes.length + k];
        long length = shape.dim(axes[k]);
        if (isOutside(position, length, indices)) {
          throw new IndexOutOfBoundsException(
              "index: position %s is out of range for axis %d with length %d"
                  .formatted(text(position, indices), axes[k], length));
        }
        row = row * length + (position < 0 ? position + length : position);
      }
      rows[i] = (int) row;
    }
    return rows;
  }

  // The numbers of uint64 beyond every long are negative here.
  private static boolean isOutside(long index, long length, Strided indices) {
    boolean huge = index < 0 && indices.dtype() == DType.UINT64;
    return huge || index < -length || index >= length;
  }

  private static String text(long index, Strided indices) {
    return indices.dtype() == DType.UINT64 ? Long.toUnsignedString(index) : Long.toString(index);
  }

  private static long[] values(Strided indices) {
    Strided wide = Strided.allocate(Heap.DEVICE, new TensorType(DType.INT64, indices.shape()));
    Rows walk = Rows.of(wide, indices);
    int step = walk.step(1);
    walk.run(
        Heap.WORKERS, (at, n, scratch) -> Casts.row(wide, at[0], indices, at[1], step, n, scratch));
    return wide.longs();
  }
}

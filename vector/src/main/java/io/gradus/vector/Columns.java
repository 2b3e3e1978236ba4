package io.gradus.vector;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;

/// Walks a reduction over the last axis where neighbours along the axis before it, the columns, lie
/// side by side: each vector holds a row of neighbouring columns.
final class Columns {
  private static final int GRAIN = 16 * 1024;
  private static final int LEAST = 4;

  private Columns() {}

  /// Reduces neighbouring columns. Their number is passed, not a mask, which would be allocated
  /// where the call is not inlined.
  interface Loop {
    /// @param from the position of the first column's first element
    /// @param to the position of the first column's result
    void run(int from, int to, int count, Scratch scratch);
  }

  /// {@return whether neighbouring columns lie side by side and are enough for a vector to pay}
  static boolean fit(Strided x) {
    return x.rank() >= 2 && x.stride(-2) == 1 && x.dim(-2) >= LEAST;
  }

  /// Runs the loop for all columns.
  static void run(Workers workers, Strided out, Strided x, Loop loop) {
    int columns = Math.toIntExact(x.dim(-2));
    int rows = Math.toIntExact(Math.max(1, x.dim(-1)));
    int outer = Math.toIntExact(out.size() / columns);
    int to = Math.toIntExact(out.offset());
    int grain = Math.max(1, GRAIN / Math.max(1, rows * Lanes.COUNT)) * Lanes.COUNT;
    int parts = Math.ceilDiv(columns, grain);
    workers.run(
        Math.multiplyExact(outer, parts),
        (block, scratch) -> {
          int matrix = block / parts;
          int from = start(x, matrix);
          int first = block % parts * grain;
          int last = Math.min(columns, first + grain);
          for (int j = first; j < last; j += Lanes.COUNT) {
            loop.run(from + j, to + matrix * columns + j, Math.min(Lanes.COUNT, last - j), scratch);
          }
        });
  }

  // Where the matrix of this number begins: the leading axes in row-major order.
  private static int start(Strided x, int matrix) {
    long at = x.offset();
    long rest = matrix;
    for (int axis = x.rank() - 3; axis >= 0; axis--) {
      at += rest % x.dim(axis) * x.stride(axis);
      rest /= x.dim(axis);
    }
    return Math.toIntExact(at);
  }
}

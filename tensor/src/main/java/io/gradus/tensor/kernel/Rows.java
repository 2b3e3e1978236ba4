package io.gradus.tensor.kernel;

import java.util.Arrays;

/// Walks views of one shape together, row by row: neighbouring axes that are evenly spaced in all
/// views are merged, the last axis becomes the row, and rows are shared among the workers in blocks
/// of about [#GRAIN] elements that depend on the shape alone.
final class Rows {
  /// The elements in a block; fewer are not worth handing to another thread.
  static final int GRAIN = 16 * 1024;

  private static final int[] NONE = {};
  private static final int[][] NO_STRIDES = {};

  /// What to do with (a part of) a row.
  interface Row {
    /// @param at the position of the row's first element in each view's array, only to be read
    /// @param n the number of elements
    void run(int[] at, int n, Scratch scratch);
  }

  private final int grain;
  private final int[] offsets;
  private final int[] dims;
  private final int[][] strides;
  private final int[] steps;
  private final int length;
  private final int rows;

  private Rows(
      int grain, int[] offsets, int[] dims, int[][] strides, int[] steps, int length, int rows) {
    this.grain = grain;
    this.offsets = offsets;
    this.dims = dims;
    this.strides = strides;
    this.steps = steps;
    this.length = length;
    this.rows = rows;
  }

  static Rows of(Strided... views) {
    return of(GRAIN, views);
  }

  /// {@return the walk over `views` in blocks of about `grain` elements}
  static Rows of(int grain, Strided... views) {
    int operands = views.length;
    int[] offsets = new int[operands];
    for (int k = 0; k < operands; k++) {
      offsets[k] = Math.toIntExact(views[k].offset());
    }
    int[] steps = new int[operands];
    Arrays.fill(steps, 1);
    int length = 1;
    int axis = views[0].rank() - 1;
    for (; axis >= 0; axis--) {
      int dim = Math.toIntExact(views[0].dim(axis));
      if (dim != 1 && length == 1) {
        strides(views, axis, steps);
      } else if (dim != 1 && !joins(views, axis, steps, length)) {
        break;
      }
      length *= dim;
    }
    // Mostly that is all, and the rest takes no memory.
    if (axis < 0) {
      return new Rows(grain, offsets, NONE, NO_STRIDES, steps, length, length == 0 ? 0 : 1);
    }
    int[] dims = new int[axis + 1];
    int[][] strides = new int[axis + 1][];
    int merged = 0;
    int rows = 1;
    for (; axis >= 0; axis--) {
      int dim = Math.toIntExact(views[0].dim(axis));
      rows *= dim;
      if (dim == 1) {
        continue;
      }
      if (merged > 0 && joins(views, axis, strides[merged - 1], dims[merged - 1])) {
        dims[merged - 1] *= dim;
        continue;
      }
      strides[merged] = new int[operands];
      strides(views, axis, strides[merged]);
      dims[merged++] = dim;
    }
    return new Rows(
        grain,
        offsets,
        Arrays.copyOf(dims, merged),
        strides,
        steps,
        length,
        length == 0 ? 0 : rows);
  }

  private static void strides(Strided[] views, int axis, int[] strides) {
    for (int k = 0; k < views.length; k++) {
      strides[k] = Math.toIntExact(views[k].stride(axis));
    }
  }

  /// {@return whether so many elements with these distances are followed, along the axis, by others
  /// with the same}
  private static boolean joins(Strided[] views, int axis, int[] distances, int count) {
    for (int k = 0; k < views.length; k++) {
      if (views[k].stride(axis) != (long) distances[k] * count) {
        return false;
      }
    }
    return true;
  }

  /// {@return the distance between neighbours of a row in the given view}
  int step(int view) {
    return steps[view];
  }

  void run(Workers workers, Row action) {
    if (rows == 1 && length <= grain) {
      try (Scratch scratch = workers.borrow()) {
        action.run(offsets, length, scratch);
      }
    } else if (length > grain) {
      int parts = Math.ceilDiv(length, grain);
      workers.run(
          Math.multiplyExact(rows, parts),
          (block, scratch) -> {
            int[] at = new int[offsets.length];
            start(block / parts, at, new int[dims.length]);
            int from = block % parts * grain;
            for (int k = 0; k < at.length; k++) {
              at[k] += from * steps[k];
            }
            action.run(at, Math.min(grain, length - from), scratch);
          });
    } else {
      int perBlock = grain / Math.max(1, length);
      workers.run(
          Math.ceilDiv(rows, perBlock),
          (block, scratch) -> {
            int first = block * perBlock;
            int last = Math.min(rows, first + perBlock);
            int[] at = new int[offsets.length];
            int[] index = new int[dims.length];
            start(first, at, index);
            for (int row = first; row < last; row++) {
              action.run(at, length, scratch);
              next(at, index);
            }
          });
    }
  }

  private void start(int row, int[] at, int[] index) {
    System.arraycopy(offsets, 0, at, 0, at.length);
    for (int axis = 0; axis < dims.length; axis++) {
      index[axis] = row % dims[axis];
      row /= dims[axis];
      move(at, axis, index[axis]);
    }
  }

  /// Goes on to the next row. To find each by its number would take longer than to copy a short
  /// one.
  private void next(int[] at, int[] index) {
    for (int axis = 0; axis < dims.length; axis++) {
      move(at, axis, 1);
      if (++index[axis] < dims[axis]) {
        return;
      }
      move(at, axis, -dims[axis]);
      index[axis] = 0;
    }
  }

  private void move(int[] at, int axis, int steps) {
    int[] stride = strides[axis];
    for (int k = 0; k < at.length; k++) {
      at[k] += steps * stride[k];
    }
  }
}

package io.gradus.formats.hdf5;

import java.io.IOException;

/// The chunks that a dataset is cut into.
///
/// @param dims the lengths of the dataset
/// @param most the lengths up to which it can grow, −1 where there is no limit
/// @param chunk the lengths of a chunk
record ChunkGrid(long[] dims, long[] most, long[] chunk) {
  int rank() {
    return dims.length;
  }

  /// {@return the number of chunks along an axis}
  long count(int axis) {
    return Math.ceilDiv(dims[axis], chunk[axis]);
  }

  /// {@return whether a position, counted in chunks, has elements of the dataset}
  boolean contains(long[] position) {
    for (int axis = 0; axis < position.length; axis++) {
      if (position[axis] < 0 || position[axis] >= count(axis)) {
        return false;
      }
    }
    return true;
  }

  /// {@return whether the chunk at a position reaches over an edge of the dataset}
  boolean isCut(long[] position) {
    for (int axis = 0; axis < position.length; axis++) {
      // Not in elements: the end of a chunk may be beyond a long.
      if (position[axis] == dims[axis] / chunk[axis]) {
        return true;
      }
    }
    return false;
  }

  /// {@return where the chunks of a list of all that there can be are, which counts along the last
  /// axis first}
  ///
  /// @throws IOException if there can be more than are counted
  Numbering numbering(Storage storage, long address) throws IOException {
    int first = 0;
    for (int axis = 0; axis < rank(); axis++) {
      // The axis that grows without a limit changes last.
      first = most[axis] < 0 ? axis : first;
    }
    long[] strides = new long[rank()];
    long stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      if (axis != first) {
        strides[axis] = stride;
        stride = times(stride, axis, storage, address);
      }
    }
    strides[first] = stride;
    return new Numbering(this, strides, first);
  }

  private long times(long stride, int axis, Storage storage, long address) throws IOException {
    long length = most[axis] < 0 ? dims[axis] : most[axis];
    long count = Math.max(1, Math.ceilDiv(length, chunk[axis]));
    if (stride > Long.MAX_VALUE / count) {
      throw storage.wrong(address, "more chunks than can be counted");
    }
    return stride * count;
  }

  /// Where the chunks of a list are.
  ///
  /// @param grid the chunks
  /// @param strides how far chunks that follow each other along an axis are apart in the list
  /// @param first the axis that changes last
  record Numbering(ChunkGrid grid, long[] strides, int first) {
    /// {@return where a chunk is, counted in chunks}
    long[] position(long number) {
      long[] position = new long[strides.length];
      position[first] = number / strides[first];
      long rest = number % strides[first];
      for (int axis = 0; axis < position.length; axis++) {
        if (axis != first) {
          position[axis] = rest / strides[axis];
          rest %= strides[axis];
        }
      }
      return position;
    }
  }
}

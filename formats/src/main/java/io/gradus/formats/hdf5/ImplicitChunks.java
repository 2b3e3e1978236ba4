package io.gradus.formats.hdf5;

import java.io.IOException;

/// All chunks that there can be, one behind the other.
record ImplicitChunks(Storage storage, long address, ChunkGrid grid, int chunkBytes)
    implements ChunkIndex {
  @Override
  public void each(Visitor visitor) throws IOException {
    ChunkGrid.Numbering numbering = grid.numbering(storage, address);
    long count = 1;
    for (int axis = 0; axis < grid.rank(); axis++) {
      count *= grid.count(axis);
    }
    long[] position = new long[grid.rank()];
    for (long i = 0; i < count; i++) {
      long number = 0;
      for (int axis = 0; axis < position.length; axis++) {
        number += position[axis] * numbering.strides()[axis];
      }
      if (number > storage.length() / chunkBytes) {
        throw storage.wrong(address, "chunk %d is not in the file".formatted(number));
      }
      visitor.take(position, address + number * chunkBytes, -1, 0);
      advance(position);
    }
  }

  private void advance(long[] position) {
    for (int axis = position.length - 1; axis >= 0; axis--) {
      if (++position[axis] < grid.count(axis)) {
        return;
      }
      position[axis] = 0;
    }
  }
}

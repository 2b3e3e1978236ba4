package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Chunks in a B-tree of version 1.
///
/// HDF5 File Format Specification 3.0, part III.A.1.
final class ChunkTree implements ChunkIndex {
  private static final int HEADER = 8;
  private static final int CHUNKS = 1;
  private static final String NAME = "tree node";

  private final Storage storage;
  private final long address;
  private final ChunkGrid grid;
  private final Set<Long> seen = new HashSet<>();

  ChunkTree(Storage storage, long address, ChunkGrid grid) {
    this.storage = storage;
    this.address = address;
    this.grid = grid;
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    node(address, 1 + 0xFF, visitor);
  }

  private void node(long at, int below, Visitor visitor) throws IOException {
    if (!seen.add(at)) {
      throw storage.wrong(at, "a node of a tree of chunks that is there twice");
    }
    int width = storage.addressWidth();
    int header = HEADER + 2 * width;
    Block node = storage.block(at, header, NAME).signature("TREE");
    int kind = node.u8();
    int level = node.u8();
    if (kind != CHUNKS || level >= below) {
      throw storage.wrong(at, "no node of a tree of chunks");
    }
    int count = node.u16();
    int key = Long.BYTES * (2 + grid.rank());
    Block entries = storage.block(at + header, (long) count * (key + width), NAME);
    for (int i = 0; i < count; i++) {
      long stored = entries.u32();
      int skipped = (int) entries.u32();
      long where = entries.at();
      long[] position = new long[grid.rank()];
      for (int axis = 0; axis < position.length; axis++) {
        long from = entries.i64();
        long length = grid.chunk()[axis];
        if (level == 0 && (from < 0 || from % length != 0)) {
          throw storage.wrong(where, "a chunk at element %d of axis %d".formatted(from, axis));
        }
        position[axis] = from / length;
      }
      entries.skip(Long.BYTES);
      long child = entries.address();
      if (level > 0) {
        node(child, level, visitor);
      } else {
        visitor.take(position, child, stored, skipped);
      }
    }
  }
}

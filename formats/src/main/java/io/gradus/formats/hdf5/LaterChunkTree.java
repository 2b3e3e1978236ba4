package io.gradus.formats.hdf5;

import java.io.IOException;
import java.util.List;

/// Chunks in a B-tree of version 2, as of datasets that grow along several axes.
record LaterChunkTree(Storage storage, long address, ChunkGrid grid) implements ChunkIndex {
  private static final int PLAIN = 10;
  private static final int FILTERED = 11;

  @Override
  public void each(Visitor visitor) throws IOException {
    LaterTree tree = new LaterTree(storage, address, List.of(PLAIN, FILTERED));
    boolean plain = tree.type() == PLAIN;
    int rest = storage.addressWidth() + grid.rank() * Long.BYTES;
    int sizeWidth = plain ? 0 : tree.recordSize() - rest - Integer.BYTES;
    if (sizeWidth < 0 || sizeWidth > Long.BYTES || (plain && tree.recordSize() != rest)) {
      throw storage.wrong(
          address,
          "records of %d bytes for chunks of %d axes".formatted(tree.recordSize(), grid.rank()));
    }
    tree.each(record -> {
      long at = record.address();
      long stored = plain ? -1 : record.number(sizeWidth);
      int skipped = plain ? 0 : (int) record.u32();
      long[] position = new long[grid.rank()];
      for (int axis = 0; axis < position.length; axis++) {
        position[axis] = record.i64();
      }
      visitor.take(position, at, stored, skipped);
    });
  }
}

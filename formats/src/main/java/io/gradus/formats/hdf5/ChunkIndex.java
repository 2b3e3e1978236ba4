package io.gradus.formats.hdf5;

import java.io.IOException;

/// A list of the chunks of a dataset that there are.
interface ChunkIndex {
  /// Gives the chunks to a visitor, one after the other.
  void each(Visitor visitor) throws IOException;

  /// Takes chunks.
  @FunctionalInterface
  interface Visitor {
    /// Takes a chunk.
    ///
    /// @param position where it is in the dataset, counted in chunks; the array is not kept
    /// @param address where it is in the file
    /// @param stored the bytes that are stored; −1 for those of its elements
    /// @param skipped a bit for each filter that was left out
    void take(long[] position, long address, long stored, int skipped) throws IOException;
  }

  /// {@return the list of a layout}
  static ChunkIndex of(Storage storage, Layout.Index index, ChunkGrid grid, int chunkBytes) {
    long address = index.address();
    return switch (index.kind()) {
      case TREE -> new ChunkTree(storage, address, grid);
      case SINGLE ->
          visitor -> visitor.take(new long[grid.rank()], address, index.stored(), index.skipped());
      case IMPLICIT -> new ImplicitChunks(storage, address, grid, chunkBytes);
      case FIXED_ARRAY -> new FixedArray(storage, address, grid);
      case EXTENSIBLE_ARRAY -> new ExtensibleArray(storage, address, grid);
      case LATER_TREE -> new LaterChunkTree(storage, address, grid);
    };
  }
}

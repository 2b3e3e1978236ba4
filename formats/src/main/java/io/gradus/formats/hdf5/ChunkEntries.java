package io.gradus.formats.hdf5;

import java.io.IOException;

/// The entries of a list of chunks in the order of their numbers.
///
/// @param numbering where the chunks are
/// @param sizeWidth the bytes of the number of bytes that are stored; 0 where that is not told,
///   since there are no filters
record ChunkEntries(ChunkGrid.Numbering numbering, int sizeWidth) {
  /// {@return the entries of a list}
  ///
  /// @param header the header of the list, read up to the client that stands there
  /// @param client whether chunks are filtered, 0 or 1
  /// @param entrySize the bytes of an entry
  static ChunkEntries of(
      Storage storage, Block header, ChunkGrid.Numbering numbering, int client, int entrySize)
      throws IOException {
    int width = client == 0 ? 0 : entrySize - storage.addressWidth() - Integer.BYTES;
    boolean fits = client == 0 ? entrySize == storage.addressWidth() : width > 0;
    if (client > 1 || !fits || width > Long.BYTES) {
      throw header.wrong("is of client %d, entries of %d bytes".formatted(client, entrySize));
    }
    return new ChunkEntries(numbering, width);
  }

  /// Gives chunks to a visitor.
  ///
  /// @param first the number of the first
  void read(Block entries, long first, long count, ChunkIndex.Visitor visitor) throws IOException {
    for (long i = 0; i < count; i++) {
      long address = entries.address();
      long stored = sizeWidth == 0 ? -1 : entries.number(sizeWidth);
      int skipped = sizeWidth == 0 ? 0 : (int) entries.u32();
      if (address != Storage.UNDEFINED) {
        visitor.take(numbering.position(first + i), address, stored, skipped);
      }
    }
  }
}

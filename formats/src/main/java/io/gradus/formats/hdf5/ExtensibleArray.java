package io.gradus.formats.hdf5;

import java.io.IOException;

/// Chunks in an array that grows, as of datasets without a limit along one axis. The first entries
/// stand in the index block, the next in data blocks that it lists, all others in data blocks that
/// secondary blocks list; blocks become longer and longer.
///
/// HDF5 File Format Specification 3.0, part VII.D.
final class ExtensibleArray implements ChunkIndex {
  private static final int CHECKSUM = 4;
  private static final int PREFIX = 6;
  private static final int MOST_BITS = 62;
  private static final byte[] NO_PAGES = {};
  private static final String NAME = "extensible array";

  private final Storage storage;
  private final long address;
  private final ChunkGrid grid;
  private int entrySize;
  private int offsetWidth;
  private long leastEntries;
  private long page;

  ExtensibleArray(Storage storage, long address, ChunkGrid grid) {
    this.storage = storage;
    this.address = address;
    this.grid = grid;
  }

  /// A level of blocks: how many data blocks, and how many entries each has.
  private record Level(long blocks, long entries) {}

  private Level level(int number) {
    return new Level(1L << (number / 2), leastEntries << ((number + 1) / 2));
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    int width = storage.addressWidth();
    int length = 12 + 6 * storage.lengthWidth() + width + CHECKSUM;
    Block header = storage.checked(address, length, NAME).signature("EAHD").version(0);
    int client = header.u8();
    entrySize = header.u8();
    int bits = header.u8();
    int inIndex = header.u8();
    leastEntries = header.u8();
    int leastBlocks = header.u8();
    int pageBits = header.u8();
    header.skip(6L * storage.lengthWidth());
    long index = header.address();
    ChunkEntries entries =
        ChunkEntries.of(storage, header, grid.numbering(storage, address), client, entrySize);
    boolean powers = Long.bitCount(leastEntries) == 1 && Integer.bitCount(leastBlocks) == 1;
    if (bits > MOST_BITS || pageBits > MOST_BITS / 2 || !powers) {
      throw header.wrong(
          "has 2^%d entries in blocks of %d, %d and 2^%d"
              .formatted(bits, leastEntries, leastBlocks, pageBits));
    }
    if (index == Storage.UNDEFINED) {
      return;
    }
    offsetWidth = Math.ceilDiv(bits, Byte.SIZE);
    page = 1L << pageBits;
    int levels = 1 + bits - Widths.bits(leastEntries);
    int direct = 2 * Widths.bits(leastBlocks);
    int addresses = 2 * (leastBlocks - 1) + Math.max(0, levels - direct);
    long indexLength = PREFIX + width + (long) inIndex * entrySize + (long) addresses * width;
    Block block = storage.checked(index, indexLength + CHECKSUM, NAME).signature("EAIB").version(0);
    block.skip(1 + width);
    entries.read(block, 0, inIndex, visitor);
    long number = inIndex;
    for (int i = 0; i < Math.max(levels, direct); i++) {
      Level level = level(i);
      if (i < direct) {
        for (long b = 0; b < level.blocks; b++) {
          long at = block.address();
          dataBlock(at, level, NO_PAGES, 0, number, entries, visitor);
          number += level.entries;
        }
      } else {
        secondary(block.address(), level, number, entries, visitor);
        number += level.blocks * level.entries;
      }
    }
  }

  private void secondary(long at, Level level, long first, ChunkEntries entries, Visitor visitor)
      throws IOException {
    if (at == Storage.UNDEFINED) {
      return;
    }
    int width = storage.addressWidth();
    storage.check(at, level.blocks, NAME);
    long pages = level.entries > page ? level.entries / page : 0;
    long bitmap = level.blocks * Math.ceilDiv(pages, Byte.SIZE);
    long prefix = PREFIX + width + offsetWidth + bitmap;
    Block block =
        storage
            .checked(at, prefix + level.blocks * width + CHECKSUM, NAME)
            .signature("EASB")
            .version(0);
    block.skip(1 + width + offsetWidth);
    byte[] isSet = block.bytes(bitmap);
    for (long b = 0; b < level.blocks; b++) {
      long data = block.address();
      dataBlock(data, level, isSet, b * pages, first + b * level.entries, entries, visitor);
    }
  }

  /// Reads a data block; those of secondary blocks are in pages where they are long.
  ///
  /// @param isSet a bit for each page that was ever written; none where there are no pages
  private void dataBlock(
      long at,
      Level level,
      byte[] isSet,
      long firstPage,
      long first,
      ChunkEntries entries,
      Visitor visitor)
      throws IOException {
    if (at == Storage.UNDEFINED) {
      return;
    }
    storage.check(at, level.entries, NAME);
    boolean paged = isSet.length > 0;
    long prefix = (long) PREFIX + storage.addressWidth() + offsetWidth;
    long inside = paged ? 0 : level.entries * entrySize;
    Block block =
        storage.checked(at, prefix + inside + CHECKSUM, NAME).signature("EADB").version(0);
    block.skip(1 + storage.addressWidth() + offsetWidth);
    if (!paged) {
      entries.read(block, first, level.entries, visitor);
      return;
    }
    long next = at + prefix + CHECKSUM;
    for (long i = 0; i < level.entries / page; i++) {
      long bytes = page * entrySize + CHECKSUM;
      if (Bits.isSet(isSet, firstPage + i)) {
        entries.read(storage.checked(next, bytes, NAME), first + i * page, page, visitor);
      }
      next += bytes;
    }
  }
}

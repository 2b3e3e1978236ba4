package io.gradus.formats.hdf5;

import java.io.IOException;

/// Chunks in an array that has a place for each, as of datasets with a limit along all axes.
///
/// HDF5 File Format Specification 3.0, part VII.C.
record FixedArray(Storage storage, long address, ChunkGrid grid) implements ChunkIndex {
  private static final int CHECKSUM = 4;
  private static final int PREFIX = 6;
  private static final int MOST_PAGE_BITS = 30;

  @Override
  public void each(Visitor visitor) throws IOException {
    int width = storage.addressWidth();
    int length = 8 + storage.lengthWidth() + width + CHECKSUM;
    Block header = storage.checked(address, length, "fixed array").signature("FAHD").version(0);
    int client = header.u8();
    int entrySize = header.u8();
    int pageBits = header.u8();
    long count = header.length();
    long data = header.address();
    ChunkEntries entries =
        ChunkEntries.of(storage, header, grid.numbering(storage, address), client, entrySize);
    if (pageBits > MOST_PAGE_BITS) {
      throw header.wrong("has pages of 2^%d entries".formatted(pageBits));
    }
    if (data == Storage.UNDEFINED) {
      return;
    }
    storage.check(data, 0, "fixed array");
    if (count > storage.length() / entrySize) {
      throw header.wrong("has %d entries, which are not there".formatted(count));
    }
    long page = 1L << pageBits;
    boolean paged = count > page;
    long pages = paged ? Math.ceilDiv(count, page) : 0;
    long bitmap = Math.ceilDiv(pages, Byte.SIZE);
    long prefix = PREFIX + width + bitmap;
    long inside = paged ? 0 : count * entrySize;
    Block block =
        storage
            .checked(data, prefix + inside + CHECKSUM, "fixed array")
            .signature("FADB")
            .version(0);
    block.skip(1 + width);
    byte[] isSet = block.bytes(bitmap);
    entries.read(block, 0, paged ? 0 : count, visitor);
    long at = data + prefix + CHECKSUM;
    for (long i = 0; i < pages; i++) {
      long most = Math.min(page, count - i * page);
      long bytes = most * entrySize + CHECKSUM;
      if (Bits.isSet(isSet, i)) {
        entries.read(storage.checked(at, bytes, "fixed array"), i * page, most, visitor);
      }
      at += bytes;
    }
  }
}

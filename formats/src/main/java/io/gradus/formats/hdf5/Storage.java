package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// The bytes of a file, and how many of them may still be read as tables and headers.
final class Storage {
  private static final long MOST_STRUCTURE = 32L << 20;

  private final ByteSource source;
  private long structure;

  Storage(ByteSource source) {
    this.source = source;
    this.structure = Math.min(MOST_STRUCTURE, 2 * source.length() + (1 << 16));
  }

  long length() {
    return source.length();
  }

  ByteBuffer structure(long offset, long count, String what) throws IOException {
    check(offset, count, what);
    count(offset, count);
    ByteBuffer block = ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
    return fill(offset, block, what);
  }

  void count(long offset, long count) throws IOException {
    structure -= count;
    if (structure < 0) {
      throw wrong(offset, "tables and headers beyond measure, since parts refer to each other");
    }
  }

  ByteBuffer fill(long offset, ByteBuffer block, String what) throws IOException {
    return source.fill(offset, block, what);
  }

  void check(long offset, long count, String what) throws IOException {
    if (offset < 0 || count < 0 || offset > length() || count > length() - offset) {
      throw wrong(
          Math.clamp(offset, 0, length()),
          String.format(
              Locale.ROOT,
              "the %s is said to be the %s bytes from byte %s on; there are %,d",
              what,
              Long.toUnsignedString(count),
              Long.toUnsignedString(offset),
              length()));
    }
  }

  IOException wrong(long offset, String problem) {
    return source.wrong(offset, problem);
  }
}

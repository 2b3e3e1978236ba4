package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/// The address space of a file: its bytes from the superblock on, and how wide it writes addresses
/// and lengths.
///
/// What describes other bytes, such as tables and headers, is read with [#block], which gives out a
/// bounded number of bytes in all: whoever reads parts that refer to each other comes to an end, in
/// a time that follows from the length of the file.
final class Storage {
  /// The address of what is not there.
  static final long UNDEFINED = -1;

  private static final int MOST_BLOCK = 32 << 20;
  private static final int SPARE = 1 << 16;

  private final ByteSource source;
  private final long base;
  private final int addressWidth;
  private final int lengthWidth;
  private long left;

  /// A file whose superblock has not been read yet.
  Storage(ByteSource source) {
    this(source, 0, Long.BYTES, Long.BYTES);
  }

  /// A file, of whose tables and headers eight times its bytes can be read: each is read a few
  /// times at most.
  ///
  /// @param base where its superblock is, from which addresses count
  /// @param addressWidth the bytes of an address
  /// @param lengthWidth the bytes of a length
  Storage(ByteSource source, long base, int addressWidth, int lengthWidth) {
    this.source = source;
    this.base = base;
    this.addressWidth = addressWidth;
    this.lengthWidth = lengthWidth;
    this.left = 8 * length() + SPARE;
  }

  /// {@return the same file, of which as many tables and headers can be read as at first}
  Storage again() {
    return new Storage(source, base, addressWidth, lengthWidth);
  }

  /// {@return the same file, for one list or heap: twice its bytes can be read of it as tables and
  /// headers}
  Storage once() {
    Storage once = again();
    once.left = 2 * length() + SPARE;
    return once;
  }

  /// {@return the number of bytes from the base on}
  long length() {
    return source.length() - base;
  }

  int addressWidth() {
    return addressWidth;
  }

  int lengthWidth() {
    return lengthWidth;
  }

  /// {@return bytes that describe others}
  ///
  /// @param what what they are, for messages
  /// @throws IOException if they are not there, or if too many have been asked for
  Block block(long address, long count, String what) throws IOException {
    check(address, count, what);
    if (count > MOST_BLOCK) {
      throw wrong(
          address, String.format(Locale.ROOT, "a %s of %,d bytes, beyond measure", what, count));
    }
    count(address, count);
    ByteBuffer bytes = ByteBuffer.allocate((int) count).order(Block.ORDER);
    return new Block(this, fill(address, bytes, what), address, what);
  }

  /// {@return bytes that describe others, whose last four are their checksum; without these}
  ///
  /// @throws IOException if they are not there, or have another checksum
  Block checked(long address, long count, String what) throws IOException {
    Block block = block(address, count, what);
    if (count < Integer.BYTES) {
      throw wrong(address, "a %s of %d bytes".formatted(what, count));
    }
    return block.checked(block.remaining() - Integer.BYTES);
  }

  /// Counts bytes as given out by [#block].
  ///
  /// @throws IOException if they are too many
  void count(long address, long count) throws IOException {
    left -= count;
    if (left < 0) {
      throw wrong(address, "tables and headers beyond measure, since parts refer to each other");
    }
  }

  /// Fills an array-backed buffer with bytes, between its position and its limit, which stay.
  /// Returns the buffer.
  ByteBuffer fill(long address, ByteBuffer buffer, String what) throws IOException {
    check(address, buffer.remaining(), what);
    return source.fill(base + address, buffer, what);
  }

  /// Checks that bytes are there.
  void check(long address, long count, String what) throws IOException {
    if (address < 0 || count < 0 || address > length() || count > length() - address) {
      throw wrong(
          Math.clamp(address, 0, Math.max(0, length())),
          String.format(
              Locale.ROOT,
              "the %s is said to be the %s bytes from byte %s on; there are %,d",
              what,
              Long.toUnsignedString(count),
              Long.toUnsignedString(address),
              length()));
    }
  }

  /// {@return the error for a problem at an address}
  IOException wrong(long address, String problem) {
    return source.wrong(base + address, problem);
  }
}

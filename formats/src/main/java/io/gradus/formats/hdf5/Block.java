package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A stretch of a file that describes other bytes, read from the front. It knows where it is, so
/// that what is wrong in it can be told with its place.
final class Block {
  /// The order of the bytes of HDF5's own numbers.
  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private final Storage storage;
  private final ByteBuffer bytes;
  private final long address;
  private final String what;

  /// A little-endian buffer, from its position to its limit.
  ///
  /// @param address where the buffer's first byte is in the file
  /// @param what what it is, for messages
  Block(Storage storage, ByteBuffer bytes, long address, String what) {
    this.storage = storage;
    this.bytes = bytes;
    this.address = address;
    this.what = what;
  }

  /// {@return where the next byte is}
  long at() {
    return address + bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  /// {@return this block without its end, after the number that follows was compared with the
  /// checksum of the first bytes}
  ///
  /// @param length the number of bytes before the checksum
  Block checked(int length) throws IOException {
    need(length - bytes.position() + Integer.BYTES);
    int stored = bytes.getInt(length);
    int sum = Checksum.of(bytes, length);
    if (sum != stored) {
      throw storage.wrong(address + length, Checksum.differs(what, stored, sum));
    }
    bytes.limit(length);
    return this;
  }

  private void need(long count) throws IOException {
    if (count < 0 || count > bytes.remaining()) {
      throw wrong("ends after %d of %d bytes".formatted(bytes.remaining(), count));
    }
  }

  int u8() throws IOException {
    need(1);
    return Byte.toUnsignedInt(bytes.get());
  }

  int u16() throws IOException {
    need(2);
    return Short.toUnsignedInt(bytes.getShort());
  }

  long u32() throws IOException {
    need(4);
    return Integer.toUnsignedLong(bytes.getInt());
  }

  long i64() throws IOException {
    need(8);
    return bytes.getLong();
  }

  /// {@return a number of 1 to 8 bytes without sign; one beyond a long is negative}
  long number(int width) throws IOException {
    need(width);
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= Byte.toUnsignedLong(bytes.get()) << (i * Byte.SIZE);
    }
    return number;
  }

  /// {@return an address, [Storage#UNDEFINED] if it is none}
  long address() throws IOException {
    int width = storage.addressWidth();
    long number = number(width);
    boolean undefined = width < Long.BYTES && number == (1L << (width * Byte.SIZE)) - 1;
    return undefined ? Storage.UNDEFINED : number;
  }

  /// {@return a length}
  ///
  /// @throws IOException if it is more than a long counts
  long length() throws IOException {
    long at = at();
    long length = number(storage.lengthWidth());
    if (length < 0) {
      throw storage.wrong(
          at, "a length of %s in the %s".formatted(Long.toUnsignedString(length), what));
    }
    return length;
  }

  /// {@return a length, −1 if there is no limit}
  long limit() throws IOException {
    int width = storage.lengthWidth();
    long number = number(width);
    return width < Long.BYTES && number == (1L << (width * Byte.SIZE)) - 1 ? -1 : number;
  }

  byte[] bytes(long count) throws IOException {
    need(count);
    byte[] all = new byte[(int) count];
    bytes.get(all);
    return all;
  }

  /// {@return the next bytes as a block of its own}
  Block part(long count, String part) throws IOException {
    need(count);
    ByteBuffer next = bytes.slice(bytes.position(), (int) count).order(bytes.order());
    Block block = new Block(storage, next, at(), part);
    bytes.position(bytes.position() + (int) count);
    return block;
  }

  /// {@return this block, read from its beginning}
  Block again() {
    return new Block(storage, whole(), address, what);
  }

  /// {@return all bytes, also those that were read}
  ByteBuffer whole() {
    return bytes.duplicate().rewind().order(bytes.order());
  }

  void skip(long count) throws IOException {
    need(count);
    bytes.position(bytes.position() + (int) count);
  }

  /// Goes to a byte, counted from the beginning.
  void seek(int position) throws IOException {
    if (position < 0 || position > bytes.limit()) {
      throw wrong("has no byte %d".formatted(position));
    }
    bytes.position(position);
  }

  /// {@return the bytes before the next zero, which is passed too}
  String text() throws IOException {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    String text = new String(bytes(end - bytes.position()), StandardCharsets.UTF_8);
    skip(Math.min(1, bytes.remaining()));
    return text;
  }

  /// Reads four letters, which must be these.
  Block signature(String letters) throws IOException {
    String found = new String(bytes(letters.length()), StandardCharsets.ISO_8859_1);
    if (!found.equals(letters)) {
      throw storage.wrong(at() - letters.length(), "no %s: it has not %s".formatted(what, letters));
    }
    return this;
  }

  /// Reads a byte, which must be this version.
  Block version(int version) throws IOException {
    int found = u8();
    if (found != version) {
      throw storage.wrong(at() - 1, "%s of version %d".formatted(what, found));
    }
    return this;
  }

  /// {@return the error for a problem of this block}
  IOException wrong(String problem) {
    return storage.wrong(at(), "the %s %s".formatted(what, problem));
  }
}

package io.gradus.formats.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/// The beginning of an HDF5 file, of version 0 to 3. Bytes of the user's own may stand before it:
/// 512, or a power of two more.
///
/// HDF5 File Format Specification 3.0, part II.A.
///
/// @param storage the file, from the superblock on
/// @param root where the header of the root group is
/// @param extension where the header with more about the file is, or [Storage#UNDEFINED]
record Superblock(Storage storage, long root, long extension) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
  private static final int FIRST_USER_BLOCK = 512;
  private static final int MOST = 128;
  private static final String NAME = "superblock";

  /// {@return the superblock of a file}
  ///
  /// @throws IOException if there is none, or the file is shorter than it says
  static Superblock read(ByteSource source) throws IOException {
    long base = find(source);
    Storage whole = new Storage(source);
    long count = Math.min(MOST, source.length() - base);
    Block block = whole.block(base, count, NAME);
    block.skip(SIGNATURE.length);
    int version = block.u8();
    return switch (version) {
      case 0, 1 -> old(source, base, block, version);
      case 2, 3 -> latest(source, base, block);
      default ->
          throw whole.wrong(base + SIGNATURE.length, "superblock of version %d".formatted(version));
    };
  }

  /// {@return where the file begins}
  private static long find(ByteSource source) throws IOException {
    for (long at = 0; at + SIGNATURE.length <= source.length(); at = next(at)) {
      ByteBuffer start = ByteBuffer.allocate(SIGNATURE.length);
      if (Arrays.equals(source.fill(at, start, NAME).array(), SIGNATURE)) {
        return at;
      }
    }
    throw source.wrong(0, "no HDF5 file: it does not begin with \\x89HDF");
  }

  private static long next(long at) {
    return at == 0 ? FIRST_USER_BLOCK : 2 * at;
  }

  private static Superblock old(ByteSource source, long base, Block block, int version)
      throws IOException {
    block.skip(4);
    Storage storage = widths(source, base, block);
    block.skip(version == 0 ? 9 : 13);
    int width = storage.addressWidth();
    long declared = block.number(width);
    block.skip(width);
    checkEnd(storage, declared, block.number(width));
    block.skip(width + storage.lengthWidth());
    return new Superblock(storage, block.number(width), Storage.UNDEFINED);
  }

  private static Superblock latest(ByteSource source, long base, Block block) throws IOException {
    Storage storage = widths(source, base, block);
    int width = storage.addressWidth();
    block.checked(12 + 4 * width);
    block.skip(1);
    Block addresses = storage.block(12, 4L * width, NAME);
    long declared = addresses.address();
    long extension = addresses.address();
    checkEnd(storage, declared, addresses.address());
    return new Superblock(storage, addresses.address(), extension);
  }

  private static Storage widths(ByteSource source, long base, Block block) throws IOException {
    int address = block.u8();
    int length = block.u8();
    if (!isWidth(address) || !isWidth(length)) {
      throw source.wrong(
          block.at() - 2,
          "addresses of %d and lengths of %d bytes; supported: 2, 4, 8".formatted(address, length));
    }
    return new Storage(source, base, address, length);
  }

  private static boolean isWidth(int width) {
    return width == 2 || width == 4 || width == 8;
  }

  /// The end counts from the beginning of the file as it was written, when the superblock was at
  /// the declared place.
  private static void checkEnd(Storage storage, long declared, long end) throws IOException {
    long length = end - declared;
    if (declared < 0 || length < 0 || length > storage.length()) {
      throw storage.wrong(
          0,
          String.format(
              Locale.ROOT,
              "the file is said to have %s bytes; %,d are there",
              Long.toUnsignedString(length),
              storage.length()));
    }
  }
}

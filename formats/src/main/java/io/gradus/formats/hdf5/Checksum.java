package io.gradus.formats.hdf5;

import java.nio.ByteBuffer;

/// The checksum of HDF5's tables and headers: Bob Jenkins' hash `lookup3` of bytes in little-endian
/// order, with the initial value 0.
final class Checksum {
  private static final int SEED = 0xDEADBEEF;
  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private Checksum(int length) {
    a = SEED + length;
    b = a;
    c = a;
  }

  /// {@return the checksum of the first bytes of a little-endian buffer}
  static int of(ByteBuffer bytes, int length) {
    Checksum sum = new Checksum(length);
    int at = 0;
    // The last block, which may be a whole one, is mixed in another way.
    for (; length - at > BLOCK; at += BLOCK) {
      sum.add(bytes.getInt(at), bytes.getInt(at + 4), bytes.getInt(at + 8));
      sum.mix();
    }
    if (at < length) {
      sum.add(word(bytes, at, length), word(bytes, at + 4, length), word(bytes, at + 8, length));
      sum.finish();
    }
    return sum.c;
  }

  /// {@return what to say where another checksum is stored}
  static String differs(String what, int stored, int sum) {
    return "the checksum of the %s is %08x; its bytes have %08x".formatted(what, stored, sum);
  }

  private static int word(ByteBuffer bytes, int at, int length) {
    int word = 0;
    for (int i = 0; i < Integer.BYTES && at + i < length; i++) {
      word |= Byte.toUnsignedInt(bytes.get(at + i)) << (i * Byte.SIZE);
    }
    return word;
  }

  private void add(int first, int second, int third) {
    a += first;
    b += second;
    c += third;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private void finish() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
  }
}

package io.gradus.formats.hdf5;

/// How many bytes HDF5 takes for a number, where that depends on the greatest there can be.
final class Widths {
  private Widths() {}

  /// {@return the bytes that hold all numbers up to a limit}
  static int of(long limit) {
    return bits(limit) / Byte.SIZE + 1;
  }

  /// {@return the bytes of an offset into so many bytes, a power of two}
  static int ofOffset(long length) {
    return Math.ceilDiv(bits(length), Byte.SIZE);
  }

  /// {@return the logarithm to the base 2, rounded down; 0 for 0}
  static int bits(long number) {
    return number == 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(number);
  }
}

package io.gradus.formats.hdf5;

/// Bits that tell which pages of an array were ever written.
final class Bits {
  private Bits() {}

  /// {@return whether a bit is set; the first is the highest of the first byte}
  static boolean isSet(byte[] bits, long number) {
    return (bits[(int) (number / Byte.SIZE)] & (0x80 >> number % Byte.SIZE)) != 0;
  }
}

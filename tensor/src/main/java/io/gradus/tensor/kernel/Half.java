package io.gradus.tensor.kernel;

/// Floating-point numbers of 16 bits: `float16` is IEEE 754's binary16, `bfloat16` the upper half
/// of a `float`. Numbers are rounded once, to the nearest, ties to even; NaN stays NaN.
final class Half {
  private static final int QUIET = 0x40;

  private Half() {}

  static float fromFloat16(short bits) {
    return Float.float16ToFloat(bits);
  }

  static float fromBFloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  static short toFloat16(double x) {
    return Float.floatToFloat16(toOdd(x));
  }

  static short toBFloat16(double x) {
    int bits = Float.floatToRawIntBits(toOdd(x));
    if (Double.isNaN(x)) {
      return (short) ((bits >>> 16) | QUIET);
    }
    int tie = 0x7FFF + ((bits >>> 16) & 1);
    return (short) ((bits + tie) >>> 16);
  }

  static short toFloat16(long x) {
    return toFloat16(toOdd(x));
  }

  static short toBFloat16(long x) {
    return toBFloat16(toOdd(x));
  }

  /// {@return the number cut to a `float`, whose last bit is set where anything was cut off: a
  /// later rounding to fewer bits then gives what one rounding would}
  private static float toOdd(double x) {
    float near = (float) x;
    if (near == x || Double.isNaN(x)) {
      return near;
    }
    int bits = Float.floatToRawIntBits(near);
    int cut = Math.abs((double) near) > Math.abs(x) ? bits - 1 : bits;
    return Float.intBitsToFloat(cut | 1);
  }

  /// The same from a `long` to a `double`.
  private static double toOdd(long x) {
    long size = Math.abs(x);
    if (size >>> 53 == 0) {
      return x;
    }
    long cut = ((size >>> 11) << 11) | ((size & 0x7FF) == 0 ? 0 : 1 << 11);
    // Halved, because the size of the smallest long is no long.
    double result = 2.0 * (cut >>> 1);
    return x < 0 ? -result : result;
  }

  /// {@return the unsigned number rounded to a `float`}
  static float unsignedToFloat(long x) {
    return x >= 0 ? (float) x : (float) halved(x) * 2;
  }

  /// {@return the unsigned number rounded to a `double`}
  static double unsignedToDouble(long x) {
    return x >= 0 ? (double) x : (double) halved(x) * 2;
  }

  /// {@return the unsigned number halved, so that it fits a `long`, and rounded to an odd one where
  /// a bit was cut off}
  private static long halved(long x) {
    return (x >>> 1) | (x & 1);
  }

  static short unsignedToFloat16(long x) {
    return x >= 0 ? toFloat16(x) : toFloat16(2 * toOdd(halved(x)));
  }

  static short unsignedToBFloat16(long x) {
    return x >= 0 ? toBFloat16(x) : toBFloat16(2 * toOdd(halved(x)));
  }
}

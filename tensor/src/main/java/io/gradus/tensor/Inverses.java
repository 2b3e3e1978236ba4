package io.gradus.tensor;

/// Logarithm to base 2 and the inverse hyperbolic functions in double precision, which the JDK
/// lacks.
final class Inverses {
  /// The natural logarithm of 2.
  static final double LN_2 = 0.6931471805599453;

  /// The natural logarithm of 10.
  static final double LN_10 = 2.302585092994046;

  private static final double ROOT_2 = 1.4142135623730951;

  /// From here on `√(x² ± 1) = x`.
  private static final double LARGE = 1e8;

  private Inverses() {}

  /// log₂ x, exact of powers of 2.
  static double log2(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      return StrictMath.log(x);
    }
    boolean small = x < Double.MIN_NORMAL;
    double normal = small ? x * 0x1p54 : x;
    int exponent = Math.getExponent(normal);
    double fraction = Math.scalb(normal, -exponent);
    // Between √½ and √2, so that near 1 nothing cancels.
    if (fraction > ROOT_2) {
      fraction /= 2;
      exponent++;
    }
    return (small ? exponent - 54 : exponent) + StrictMath.log(fraction) / LN_2;
  }

  static double asinh(double x) {
    double size = Math.abs(x);
    if (size > LARGE) {
      return Math.copySign(StrictMath.log(size) + LN_2, x);
    }
    double square = size * size;
    double rest = square / (1 + Math.sqrt(1 + square));
    return Math.copySign(StrictMath.log1p(size + rest), x);
  }

  static double acosh(double x) {
    if (x > LARGE) {
      return StrictMath.log(x) + LN_2;
    }
    double over = x - 1;
    return StrictMath.log1p(over + Math.sqrt(over * (x + 1)));
  }

  static double atanh(double x) {
    double size = Math.abs(x);
    double result = StrictMath.log1p(2 * size / (1 - size)) / 2;
    return size > 1 ? Double.NaN : Math.copySign(result, x);
  }
}

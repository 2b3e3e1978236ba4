package io.gradus.tensor;

/// The error function, its inverse and the normal distribution in double precision, from the
/// textbook series (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14).
final class ErrorFunction {
  /// The slope of the error function at 0, `2/√π`.
  static final double SLOPE = 1.1283791670955126;

  /// The density of the standard normal distribution at 0, `1/√(2π)`.
  static final double PEAK = 0.3989422804014327;

  private static final double ROOT_HALF = 0.7071067811865476;

  /// Below, the series converges fast; above, the continued fraction does.
  private static final double MIDDLE = 2;

  /// So many steps of the continued fraction suffice from [#MIDDLE] on.
  private static final int STEPS = 60;

  private ErrorFunction() {}

  static double erf(double x) {
    double size = Math.abs(x);
    return size < MIDDLE ? series(x) : Math.copySign(1 - tail(size), x);
  }

  static double erfc(double x) {
    if (Math.abs(x) < MIDDLE) {
      return 1 - series(x);
    }
    return x < 0 ? 2 - tail(-x) : tail(x);
  }

  /// The distribution function of the standard normal distribution.
  static double normal(double x) {
    return erfc(-x * ROOT_HALF) / 2;
  }

  /// The density of the standard normal distribution.
  static double density(double x) {
    return PEAK * bell(x * ROOT_HALF);
  }

  /// `2/√π·exp(−x²)·Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n + 1))`, whose terms have one sign.
  private static double series(double x) {
    double square = x * x;
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-60; n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return SLOPE * bell(x) * sum;
  }

  /// erfc for x ≥ [#MIDDLE]: `exp(−x²)/√π` over `x + ½/(x + 1/(x + 3⁄2/(x + …)))`.
  private static double tail(double x) {
    double fraction = x;
    for (int n = STEPS; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return SLOPE / 2 * bell(x) / fraction;
  }

  /// exp(−x²), the rounding of the square made good.
  private static double bell(double x) {
    double square = x * x;
    double e = StrictMath.exp(-square);
    return e == 0 ? 0 : e * (1 - Math.fma(x, x, -square));
  }

  /// The inverse: a first guess (Winitzki 2008), then Halley's method, which triples the digits.
  static double inverse(double y) {
    double size = Math.abs(y);
    if (!(size < 1)) {
      return size == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
    }
    double log = StrictMath.log((1 - size) * (1 + size));
    double half = 2 / (Math.PI * 0.147) + log / 2;
    double x = Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
    for (int i = 0; i < 3; i++) {
      // 1 − size is exact where erf has too few digits.
      double error = size < 0.5 ? erf(x) - size : 1 - size - erfc(x);
      double step = error / (SLOPE * bell(x));
      x -= step / (1 + x * step);
    }
    return Math.copySign(x, y);
  }
}

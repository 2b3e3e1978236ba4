package io.gradus.tensor;

import java.util.Arrays;

/// The incomplete gamma function and its derivatives by the first argument of any order, as the
/// coefficients of Taylor polynomials in that argument: a series below `a + 1`, a continued
/// fraction above (Press et al., *Numerical Recipes*, §6.2; NIST, *Digital Library of Mathematical
/// Functions*, §8.7, §8.9).
final class IncompleteGamma {
  private static final double ACCURACY = 0x1p-53;
  private static final double SMALL = 1e-300;
  private static final int LIMIT = 1_000_000;
  private static final double HALF_LOG_2_PI = 0.9189385332046727;

  // From here on Stirling's series is exact.
  private static final double FAR = 20;

  // B₂ᵢ/(2i·(2i − 1)) of the Bernoulli numbers.
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  private IncompleteGamma() {}

  /// {@return the derivative of this order by `a` of `P(a, x) = ∫₀ˣ tᵃ⁻¹·e⁻ᵗ dt / Γ(a)`}
  static double lower(double a, double x, int order) {
    if (a < 0 || x < 0) {
      return Double.NaN;
    }
    if (a == 0) {
      return x > 0 && order == 0 ? 1 : Double.NaN;
    }
    // In this order as in Cephes' library, which Keras' backends use.
    if (x == 0) {
      return 0;
    }
    if (Double.isInfinite(a)) {
      return Double.isInfinite(x) ? Double.NaN : 0;
    }
    if (Double.isInfinite(x)) {
      return order == 0 ? 1 : 0;
    }
    if (Double.isNaN(a) || Double.isNaN(x)) {
      return Double.NaN;
    }
    double[] p;
    double[] factor = exp(exponent(a, x, order));
    if (x < a + 1) {
      p = multiply(factor, series(a, x, order));
    } else {
      p = multiply(factor, fraction(a, x, order));
      for (int i = 0; i <= order; i++) {
        p[i] = (i == 0 ? 1 : 0) - p[i];
      }
    }
    return derivative(p, order);
  }

  /// {@return the derivative of this order by `a` of `xᵃ⁻¹·e⁻ˣ/Γ(a)`}
  static double density(double a, double x, int order) {
    if (Double.isNaN(a) || Double.isNaN(x) || a <= 0 || x < 0 || Double.isInfinite(a)) {
      return Double.NaN;
    }
    if (Double.isInfinite(x) || (x == 0 && a > 1)) {
      return 0;
    }
    if (x == 0) {
      double limit = a == 1 && order == 0 ? 1 : Double.POSITIVE_INFINITY;
      return order % 2 == 0 ? limit : -limit;
    }
    double[] exponent = exponent(a, x, order);
    exponent[0] -= StrictMath.log(x);
    return derivative(exp(exponent), order);
  }

  private static double derivative(double[] p, int order) {
    double factorial = 1;
    for (int i = 2; i <= order; i++) {
      factorial *= i;
    }
    return p[order] * factorial;
  }

  // a·log x − x − log Γ(a), where for large a the large parts are left out on both sides.
  private static double[] exponent(double a, double x, int order) {
    double shift = Math.max(0, Math.ceil(FAR - a));
    double[] z = variable(a + shift, order);
    double[] logZ = log(z);
    double[] inverse = divide(variable(1, order, 0), z);
    double[] square = multiply(inverse, inverse);
    double[] result = new double[order + 1];
    for (int i = STIRLING.length - 1; i >= 0; i--) {
      result = multiply(result, square);
      result[0] -= STIRLING[i];
    }
    result = multiply(result, inverse);
    if (shift == 0) {
      // a·(log(x/a) − x/a + 1) + log(a/2π)/2
      double ratio = (x - a) / a;
      double[] inner = new double[order + 1];
      double[] share = divide(variable(x, order, 0), z);
      for (int i = 0; i <= order; i++) {
        inner[i] = -logZ[i] - share[i];
      }
      inner[0] = StrictMath.log1p(ratio) - ratio;
      double[] product = multiply(z, inner);
      for (int i = 0; i <= order; i++) {
        result[i] += product[i] + logZ[i] / 2;
      }
      result[0] -= HALF_LOG_2_PI;
      return result;
    }
    // log Γ(a) = (z − ½)·log z − z + ½·log 2π + … − Σ log(a + j)
    double[] shifted = z.clone();
    shifted[0] -= 0.5;
    double[] product = multiply(shifted, logZ);
    double[] rising = variable(a, order);
    for (int j = 1; j < shift; j++) {
      rising = multiply(rising, variable(a + j, order));
    }
    double[] logRising = log(rising);
    for (int i = 0; i <= order; i++) {
      result[i] += z[i] - product[i] + logRising[i];
    }
    double logX = StrictMath.log(x);
    result[0] += a * logX - x - HALF_LOG_2_PI;
    if (order > 0) {
      result[1] += logX;
    }
    return result;
  }

  // Σₙ xⁿ/(a·(a + 1)·…·(a + n))
  private static double[] series(double a, double x, int order) {
    double[] term = divide(variable(1, order, 0), variable(a, order));
    double[] sum = term.clone();
    for (int n = 1; n < LIMIT; n++) {
      term = divide(term, variable(a + n, order));
      boolean small = true;
      for (int i = 0; i <= order; i++) {
        term[i] *= x;
        sum[i] += term[i];
        small &= Math.abs(term[i]) <= ACCURACY / 4 * Math.abs(sum[i]);
      }
      if (small) {
        break;
      }
    }
    return sum;
  }

  // 1/(x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(x + 5 − a − …))), by Lentz' method.
  private static double[] fraction(double a, double x, int order) {
    double[] b = variable(x + 1 - a, order, -1);
    double[] c = variable(1 / SMALL, order, 0);
    double[] d = divide(variable(1, order, 0), b);
    double[] h = d.clone();
    for (int n = 1; n < LIMIT; n++) {
      double[] numerator = variable(-n * (n - a), order, n);
      b[0] += 2;
      double[] denominator = multiply(numerator, d);
      double[] next = divide(numerator, c);
      for (int i = 0; i <= order; i++) {
        denominator[i] += b[i];
        next[i] += b[i];
      }
      denominator[0] = Math.abs(denominator[0]) < SMALL ? SMALL : denominator[0];
      next[0] = Math.abs(next[0]) < SMALL ? SMALL : next[0];
      c = next;
      d = divide(variable(1, order, 0), denominator);
      double[] factor = multiply(c, d);
      h = multiply(h, factor);
      factor[0] -= 1;
      if (Arrays.stream(factor).allMatch(part -> Math.abs(part) <= 2 * ACCURACY)) {
        break;
      }
    }
    return h;
  }

  /// {@return the polynomial of the variable itself, at a value}
  private static double[] variable(double value, int order) {
    return variable(value, order, 1);
  }

  private static double[] variable(double value, int order, double slope) {
    double[] p = new double[order + 1];
    p[0] = value;
    if (order > 0) {
      p[1] = slope;
    }
    return p;
  }

  private static double[] multiply(double[] p, double[] q) {
    double[] product = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j <= i; j++) {
        product[i] += p[j] * q[i - j];
      }
    }
    return product;
  }

  private static double[] divide(double[] p, double[] q) {
    double[] quotient = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      double rest = p[i];
      for (int j = 0; j < i; j++) {
        rest -= quotient[j] * q[i - j];
      }
      quotient[i] = rest / q[0];
    }
    return quotient;
  }

  // f' = p'/p
  private static double[] log(double[] p) {
    double[] f = new double[p.length];
    f[0] = StrictMath.log(p[0]);
    for (int i = 1; i < p.length; i++) {
      double rest = i * p[i];
      for (int j = 1; j < i; j++) {
        rest -= j * f[j] * p[i - j];
      }
      f[i] = rest / (i * p[0]);
    }
    return f;
  }

  // f' = f·p'
  private static double[] exp(double[] p) {
    double[] f = new double[p.length];
    f[0] = StrictMath.exp(p[0]);
    for (int i = 1; i < p.length; i++) {
      for (int j = 1; j <= i; j++) {
        f[i] += j * p[j] * f[i - j];
      }
      f[i] /= i;
    }
    return f;
  }
}

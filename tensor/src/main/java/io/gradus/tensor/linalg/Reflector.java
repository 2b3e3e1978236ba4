package io.gradus.tensor.linalg;

/// Householder reflectors `H = I − τ·v·vᵀ` with `v₀ = 1`, which is not stored: the place of `v₀`
/// holds what the reflector makes of the vector (LAPACK's `larfg` and `larf`).
final class Reflector {
  private Reflector() {}

  /// Makes the reflector that maps a vector to a multiple of the first unit vector; its further
  /// elements become `v`, its first one that multiple. Returns `τ`, 0 where the vector is such a
  /// multiple already.
  static double make(double[] a, int start, int step, int count) {
    double norm = 0;
    for (int i = 1; i < count; i++) {
      norm = Math.hypot(norm, a[start + i * step]);
    }
    if (norm == 0) {
      return 0;
    }
    double alpha = a[start];
    double beta = -Math.copySign(Math.hypot(alpha, norm), alpha);
    for (int i = 1; i < count; i++) {
      a[start + i * step] /= alpha - beta;
    }
    a[start] = beta;
    return (beta - alpha) / beta;
  }

  /// `C = H·C` for the `rows × columns` part of `c`, whose rows are `width` long, that begins at
  /// `place`.
  static void left(
      double[] v,
      int start,
      int step,
      double tau,
      double[] c,
      int place,
      int rows,
      int columns,
      int width) {
    if (tau == 0) {
      return;
    }
    double[] product = new double[columns];
    for (int i = 0; i < rows; i++) {
      double element = i == 0 ? 1 : v[start + i * step];
      for (int j = 0; j < columns; j++) {
        product[j] += element * c[place + i * width + j];
      }
    }
    for (int i = 0; i < rows; i++) {
      double element = tau * (i == 0 ? 1 : v[start + i * step]);
      for (int j = 0; j < columns; j++) {
        c[place + i * width + j] -= element * product[j];
      }
    }
  }

  /// `C = C·H`, as of [#left].
  static void right(
      double[] v,
      int start,
      int step,
      double tau,
      double[] c,
      int place,
      int rows,
      int columns,
      int width) {
    if (tau == 0) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      int row = place + i * width;
      double product = c[row];
      for (int j = 1; j < columns; j++) {
        product += c[row + j] * v[start + j * step];
      }
      product *= tau;
      c[row] -= product;
      for (int j = 1; j < columns; j++) {
        c[row + j] -= product * v[start + j * step];
      }
    }
  }
}

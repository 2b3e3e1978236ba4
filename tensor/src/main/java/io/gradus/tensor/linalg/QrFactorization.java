package io.gradus.tensor.linalg;

/// `A = Q·R` for a matrix of `rows × columns` by Householder reflectors (LAPACK's `geqr2` and
/// `orgqr`): the diagonal of `R` has the signs that these give, mostly opposite to those of the
/// column that is reduced.
public final class QrFactorization {
  private final double[] a;
  private final double[] tau;
  private final int rows;
  private final int columns;
  private final int exponent;

  /// Factors the matrix.
  public QrFactorization(double[] matrix, int rows, int columns) {
    this.a = matrix.clone();
    this.rows = rows;
    this.columns = columns;
    this.tau = new double[Math.min(rows, columns)];
    this.exponent = Scaling.exponent(a);
    Scaling.scale(a, -exponent);
    for (int i = 0; i < tau.length; i++) {
      int start = i * columns + i;
      tau[i] = Reflector.make(a, start, columns, rows - i);
      Reflector.left(a, start, columns, tau[i], a, start + 1, rows - i, columns - i - 1, columns);
    }
  }

  /// {@return the first rows of `R`, zeros below its diagonal}
  public double[] r(int height) {
    double[] r = new double[height * columns];
    for (int i = 0; i < Math.min(height, tau.length); i++) {
      System.arraycopy(a, i * columns + i, r, i * columns + i, columns - i);
    }
    Scaling.scale(r, exponent);
    return r;
  }

  /// {@return the first columns of `Q`}
  public double[] q(int width) {
    double[] q = new double[rows * width];
    for (int i = 0; i < Math.min(rows, width); i++) {
      q[i * width + i] = 1;
    }
    multiply(q, width);
    return q;
  }

  /// `C = Q·C` for a matrix of `rows × width`.
  void multiply(double[] c, int width) {
    for (int i = tau.length - 1; i >= 0; i--) {
      Reflector.left(a, i * columns + i, columns, tau[i], c, i * width, rows - i, width, width);
    }
  }
}

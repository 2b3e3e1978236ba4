package io.gradus.tensor.linalg;

/// `A = U·diag(s)·Vᵀ` for a matrix of `rows × columns`: Householder bidiagonalization (Golub and
/// Kahan, *Calculating the singular values and pseudo-inverse of a matrix*, 1965), of the
/// triangular factor alone where the matrix is long or wide, then QR iterations (LAPACK's `gesdd`
/// for at most 25 values). Singular values come the largest first; the signs of the vectors are
/// those of these steps.
///
/// @param u the left singular vectors, as columns
/// @param s the singular values
/// @param vt the right singular vectors, as rows
/// @param isConverged whether the matrix was finite and the iterations came to an end
public record Svd(double[] u, double[] s, double[] vt, boolean isConverged) {
  /// {@return the decomposition}
  ///
  /// @param full whether `U` and `Vᵀ` are to be square, with a basis of what the singular vectors
  ///   leave out; else they have a column or row for each singular value
  public static Svd of(double[] matrix, int rows, int columns, boolean full) {
    int k = Math.min(rows, columns);
    int width = full ? rows : k;
    int height = full ? columns : k;
    if (k == 0 || !Scaling.isFinite(matrix)) {
      double[] none = new double[0];
      return new Svd(
          embed(none, 0, rows, width), new double[k], embed(none, 0, height, columns), k == 0);
    }
    double[] a = matrix.clone();
    int exponent = Scaling.exponent(a);
    Scaling.scale(a, -exponent);
    // From here on a QR factorization first saves work.
    int far = (int) (k * 11.0 / 6);
    double[] u;
    double[] vt;
    Bidiagonal middle;
    boolean converged;
    if (rows >= columns && rows >= far) {
      QrFactorization qr = new QrFactorization(a, rows, columns);
      middle = new Bidiagonal(qr.r(k), k, k);
      converged = middle.decompose();
      middle.multiplyQ(middle.u, k);
      middle.multiplyP(middle.vt, k);
      u = embed(middle.u, k, rows, width);
      vt = middle.vt;
      qr.multiply(u, width);
    } else if (rows < columns && columns >= far) {
      QrFactorization lq = new QrFactorization(Transposition.of(a, rows, columns), columns, rows);
      middle = new Bidiagonal(Transposition.of(lq.r(k), k, k), k, k);
      converged = middle.decompose();
      middle.multiplyQ(middle.u, k);
      middle.multiplyP(middle.vt, k);
      double[] v = embed(Transposition.of(middle.vt, k, k), k, columns, height);
      lq.multiply(v, height);
      u = middle.u;
      vt = Transposition.of(v, columns, height);
    } else {
      middle = new Bidiagonal(a, rows, columns);
      converged = middle.decompose();
      u = embed(middle.u, k, rows, width);
      middle.multiplyQ(u, width);
      vt = embed(middle.vt, k, height, columns);
      middle.multiplyP(vt, height);
    }
    double[] s = middle.d;
    Scaling.scale(s, exponent);
    return new Svd(u, s, vt, converged);
  }

  /// {@return the matrix of `rows × columns` with the one of `k × k` above on the left, ones on the
  /// rest of its diagonal and zeros elsewhere}
  private static double[] embed(double[] a, int k, int rows, int columns) {
    double[] larger = new double[rows * columns];
    for (int i = 0; i < k; i++) {
      System.arraycopy(a, i * k, larger, i * columns, k);
    }
    for (int i = k; i < Math.min(rows, columns); i++) {
      larger[i * columns + i] = 1;
    }
    return larger;
  }
}

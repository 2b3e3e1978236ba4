package io.gradus.tensor.linalg;

/// `A = Q·B·Pᵀ` with reflectors `Q` and `P` and a bidiagonal `B`, upper where `A` has no more
/// columns than rows, else lower (LAPACK's `gebd2`).
final class Bidiagonal {
  private final double[] a;
  private final int rows;
  private final int columns;
  private final boolean upper;
  private final double[] tauQ;
  private final double[] tauP;
  final double[] d;
  final double[] e;
  final double[] vt;
  double[] u = {};

  /// Reduces the matrix, in its place.
  Bidiagonal(double[] a, int rows, int columns) {
    this.a = a;
    this.rows = rows;
    this.columns = columns;
    this.upper = rows >= columns;
    int k = Math.min(rows, columns);
    this.tauQ = new double[k];
    this.tauP = new double[k];
    this.d = new double[k];
    this.e = new double[k - 1];
    this.vt = new double[k * k];
    for (int i = 0; i < k; i++) {
      if (upper) {
        reduceColumn(i, i);
        d[i] = a[i * columns + i];
        if (i < k - 1) {
          reduceRow(i, i + 1);
          e[i] = a[i * columns + i + 1];
        }
      } else {
        reduceRow(i, i);
        d[i] = a[i * columns + i];
        if (i < k - 1) {
          reduceColumn(i, i + 1);
          e[i] = a[(i + 1) * columns + i];
        }
      }
    }
  }

  private void reduceColumn(int j, int row) {
    int start = row * columns + j;
    int count = rows - row;
    tauQ[j] = Reflector.make(a, start, columns, count);
    Reflector.left(a, start, columns, tauQ[j], a, start + 1, count, columns - j - 1, columns);
  }

  private void reduceRow(int i, int column) {
    int start = i * columns + column;
    int count = columns - column;
    tauP[i] = Reflector.make(a, start, 1, count);
    Reflector.right(a, start, 1, tauP[i], a, start + columns, rows - i - 1, count, columns);
  }

  /// `C = Q·C` for a matrix of `rows × width`.
  void multiplyQ(double[] c, int width) {
    int shift = upper ? 0 : 1;
    for (int j = d.length - 1 - shift; j >= 0; j--) {
      int row = j + shift;
      int start = row * columns + j;
      Reflector.left(a, start, columns, tauQ[j], c, row * width, rows - row, width, width);
    }
  }

  /// `C = C·Pᵀ` for a matrix of `height × columns`.
  void multiplyP(double[] c, int height) {
    int shift = upper ? 1 : 0;
    for (int i = d.length - 1 - shift; i >= 0; i--) {
      int column = i + shift;
      int start = i * columns + column;
      Reflector.right(a, start, 1, tauP[i], c, column, height, columns - column, columns);
    }
  }

  /// Computes the singular values of `B` into `d`, its left vectors as the columns of `u` and the
  /// right ones as the rows of `vt`; returns whether the iterations came to an end.
  boolean decompose() {
    int k = d.length;
    double[] ut = new double[k * k];
    for (int i = 0; i < k; i++) {
      ut[i * k + i] = 1;
      vt[i * k + i] = 1;
    }
    if (k == 1) {
      ut[0] = Math.copySign(1, d[0]);
      d[0] = Math.abs(d[0]);
      u = ut;
      return true;
    }
    Rotation[] turns = new Rotation[upper ? 0 : k - 1];
    // A lower one becomes upper.
    for (int i = 0; i < turns.length; i++) {
      turns[i] = Rotation.of(d[i], e[i]);
      d[i] = turns[i].r();
      e[i] = turns[i].s() * d[i + 1];
      d[i + 1] *= turns[i].c();
    }
    boolean converged = new BidiagonalSvd(d, e, ut, vt).run();
    u = Transposition.of(ut, k, k);
    for (int i = turns.length - 1; i >= 0; i--) {
      Rotation.rows(u, k, i, turns[i].c(), -turns[i].s());
    }
    return converged;
  }
}

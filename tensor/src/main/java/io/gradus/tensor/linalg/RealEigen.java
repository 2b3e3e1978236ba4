package io.gradus.tensor.linalg;

/// Eigenvalues and eigenvectors of a square matrix whose eigenvalues are all real: reduction to
/// Hessenberg form, then to a triangle by implicit double shifts (Francis, *The QR transformation*,
/// 1961; the steps are those of EISPACK's `hqr2`), then back substitution. Vectors have length 1.
public final class RealEigen {
  private static final double ACCURACY = 0x1p-53;
  private static final int SWEEPS = 60;

  private final int n;
  private final double[] t;
  private final double[] z;
  private final double[] values;
  private boolean real = true;
  private boolean converged = true;

  /// Decomposes the matrix of `n × n`.
  public RealEigen(double[] matrix, int n) {
    this.n = n;
    this.t = matrix.clone();
    this.z = new double[n * n];
    this.values = new double[n];
    for (int i = 0; i < n; i++) {
      z[i * n + i] = 1;
    }
    if (!Scaling.isFinite(t)) {
      converged = false;
      return;
    }
    int exponent = Scaling.exponent(t);
    Scaling.scale(t, -exponent);
    reduce();
    converged = iterate();
    if (converged && real) {
      for (int i = 0; i < n; i++) {
        values[i] = t[i * n + i];
      }
      substitute();
      Scaling.scale(values, exponent);
    }
  }

  /// {@return whether the matrix was finite and the iterations came to an end}
  public boolean isConverged() {
    return converged;
  }

  /// {@return whether all eigenvalues are real, without which there are no results}
  public boolean isReal() {
    return real;
  }

  /// {@return the eigenvalues}
  public double[] values() {
    return values;
  }

  /// {@return the eigenvectors, as columns}
  public double[] vectors() {
    return z;
  }

  // A = Z·T·Zᵀ with zeros below the first subdiagonal of T.
  private void reduce() {
    for (int j = 0; j < n - 2; j++) {
      int row = j + 1;
      int start = row * n + j;
      double tau = Reflector.make(t, start, n, n - row);
      Reflector.left(t, start, n, tau, t, start + 1, n - row, n - row, n);
      Reflector.right(t, start, n, tau, t, row, n, n - row, n);
      Reflector.right(t, start, n, tau, z, row, n, n - row, n);
      for (int i = row + 1; i < n; i++) {
        t[i * n + j] = 0;
      }
    }
  }

  private boolean iterate() {
    int last = n - 1;
    int sweeps = 0;
    while (last >= 0 && real) {
      int first = last;
      while (first > 0 && !isSmall(first)) {
        first--;
      }
      if (first > 0) {
        t[first * n + first - 1] = 0;
      }
      if (first == last) {
        last--;
        sweeps = 0;
      } else if (first == last - 1) {
        split(first);
        last -= 2;
        sweeps = 0;
      } else if (sweeps++ == SWEEPS) {
        return false;
      } else {
        sweep(first, last, sweeps);
      }
    }
    return true;
  }

  private boolean isSmall(int i) {
    double size = Math.abs(t[(i - 1) * n + i - 1]) + Math.abs(t[i * n + i]);
    if (size == 0) {
      for (double element : t) {
        size = Math.max(size, Math.abs(element));
      }
    }
    return Math.abs(t[i * n + i - 1]) <= ACCURACY * size;
  }

  // Makes a block of 2 × 2 triangular, or finds that its eigenvalues are complex.
  private void split(int i) {
    double a = t[i * n + i];
    double b = t[i * n + i + 1];
    double c = t[(i + 1) * n + i];
    double d = t[(i + 1) * n + i + 1];
    double half = 0.5 * (a - d);
    double square = half * half + b * c;
    if (square < 0) {
      real = false;
      return;
    }
    double shifted = half + Math.copySign(Math.sqrt(square), half);
    // (shifted, c) is the eigenvector of d + shifted.
    Rotation turn = Rotation.of(shifted, c);
    similar(i, turn.c(), turn.s());
    t[(i + 1) * n + i] = 0;
  }

  private void similar(int i, double c, double s) {
    Rotation.rows(t, n, i, c, s);
    Rotation.columns(t, n, i, c, s);
    Rotation.columns(z, n, i, c, s);
  }

  private void sweep(int first, int last, int number) {
    double a = t[(last - 1) * n + last - 1];
    double b = t[(last - 1) * n + last];
    double c = t[last * n + last - 1];
    double d = t[last * n + last];
    double sum = a + d;
    double product = a * d - b * c;
    if (number % 10 == 0) {
      // A shift of another kind, against circles.
      double size = Math.abs(c) + Math.abs(t[(last - 1) * n + last - 2]);
      sum = 1.5 * size + 2 * d;
      product = d * d + 1.5 * size * d + size * size;
    }
    double h00 = t[first * n + first];
    double h10 = t[(first + 1) * n + first];
    double[] v = {
      h00 * (h00 - sum) + product + t[first * n + first + 1] * h10,
      h10 * (h00 + t[(first + 1) * n + first + 1] - sum),
      h10 * t[(first + 2) * n + first + 1]
    };
    for (int k = first; k < last; k++) {
      int size = Math.min(3, last - k + 1);
      if (k > first) {
        for (int i = 0; i < size; i++) {
          v[i] = t[(k + i) * n + k - 1];
        }
      }
      double tau = Reflector.make(v, 0, 1, size);
      if (k > first) {
        t[k * n + k - 1] = v[0];
        for (int i = 1; i < size; i++) {
          t[(k + i) * n + k - 1] = 0;
        }
      }
      Reflector.left(v, 0, 1, tau, t, k * n + k, size, n - k, n);
      Reflector.right(v, 0, 1, tau, t, k, Math.min(k + 4, last + 1), size, n);
      Reflector.right(v, 0, 1, tau, z, k, n, size, n);
    }
  }

  // The eigenvectors of the triangle, times Z.
  private void substitute() {
    double size = 0;
    for (double element : t) {
      size = Math.max(size, Math.abs(element));
    }
    double least = Math.max(ACCURACY * size, Double.MIN_NORMAL);
    for (int j = n - 1; j >= 0; j--) {
      double[] x = new double[j + 1];
      x[j] = 1;
      for (int i = j - 1; i >= 0; i--) {
        double sum = 0;
        for (int k = i + 1; k <= j; k++) {
          sum -= t[i * n + k] * x[k];
        }
        double difference = t[i * n + i] - values[j];
        x[i] = sum / (Math.abs(difference) < least ? least : difference);
      }
      double[] vector = new double[n];
      double length = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k <= j; k++) {
          vector[i] += z[i * n + k] * x[k];
        }
        length = Math.hypot(length, vector[i]);
      }
      // Columns to the left are still needed, this one is not.
      for (int i = 0; i < n; i++) {
        z[i * n + j] = vector[i] / length;
      }
    }
  }
}

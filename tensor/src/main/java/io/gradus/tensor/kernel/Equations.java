package io.gradus.tensor.kernel;

import io.gradus.tensor.linalg.LuFactorization;
import io.gradus.tensor.type.DType;

/// Factors of square matrices and what follows from them, matrix by matrix, in plain loops over
/// `double`.
final class Equations {
  private Equations() {}

  /// Reads and writes the matrices of a dense view, one after the other.
  private record Stack(Strided view, int size) {
    double[] read(long number) {
      double[] matrix = new double[size];
      int start = start(number);
      for (int i = 0; i < size; i++) {
        matrix[i] = isSingle() ? view.floats()[start + i] : view.doubles()[start + i];
      }
      return matrix;
    }

    void write(long number, double[] matrix) {
      int start = start(number);
      for (int i = 0; i < size; i++) {
        if (isSingle()) {
          view.floats()[start + i] = (float) matrix[i];
        } else {
          view.doubles()[start + i] = matrix[i];
        }
      }
    }

    private boolean isSingle() {
      return view.dtype() == DType.FLOAT32;
    }

    private int start(long number) {
      return Math.toIntExact(view.offset() + number * size);
    }
  }

  private static long count(Strided x) {
    return x.shape().slice(0, x.rank() - 2).size();
  }

  private static Stack matrices(Strided x) {
    return new Stack(x, Math.toIntExact(x.dim(-1) * x.dim(-2)));
  }

  static void cholesky(Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    for (long m = 0; m < count(x); m++) {
      double[] a = matrices(x).read(m);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = a[i * n + j];
          for (int k = 0; k < j; k++) {
            sum -= a[i * n + k] * a[j * n + k];
          }
          if (i == j && sum <= 0) {
            throw new IllegalArgumentException(
                "cholesky: the matrix must be positive definite; got %s, number %d is not"
                    .formatted(x.type(), m));
          }
          a[i * n + j] = i == j ? Math.sqrt(sum) : sum / a[j * n + j];
        }
        for (int j = i + 1; j < n; j++) {
          a[i * n + j] = 0;
        }
      }
      matrices(out).write(m, a);
    }
  }

  static void determinant(Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    Stack results = new Stack(out, 1);
    for (long m = 0; m < count(x); m++) {
      LuFactorization lu = new LuFactorization(matrices(x).read(m), n, n);
      double product = lu.sign();
      for (int i = 0; i < n; i++) {
        product *= lu.factors()[i * n + i];
      }
      // Not −0.
      results.write(m, new double[] {product + 0.0});
    }
  }

  static void solve(Strided out, Strided a, Strided b) {
    int n = Math.toIntExact(a.dim(-1));
    int columns = Math.toIntExact(b.dim(-1));
    for (long m = 0; m < count(a); m++) {
      LuFactorization lu = new LuFactorization(matrices(a).read(m), n, n);
      double[] factors = lu.factors();
      checkDiagonal(factors, n, a, m);
      double[] sides = matrices(b).read(m);
      double[] x = new double[sides.length];
      for (int i = 0; i < n; i++) {
        System.arraycopy(sides, lu.order()[i] * columns, x, i * columns, columns);
      }
      forward(factors, n, x, columns, true);
      back(factors, n, x, columns);
      matrices(out).write(m, x);
    }
  }

  static void solveTriangular(Strided out, Strided a, Strided b, boolean lower) {
    int n = Math.toIntExact(a.dim(-1));
    int columns = Math.toIntExact(b.dim(-1));
    for (long m = 0; m < count(a); m++) {
      double[] triangle = matrices(a).read(m);
      checkDiagonal(triangle, n, a, m);
      double[] x = matrices(b).read(m);
      if (lower) {
        forward(triangle, n, x, columns, false);
      } else {
        back(triangle, n, x, columns);
      }
      matrices(out).write(m, x);
    }
  }

  private static void checkDiagonal(double[] factors, int n, Strided a, long number) {
    for (int i = 0; i < n; i++) {
      if (factors[i * n + i] == 0) {
        throw new ArithmeticException(
            "the matrix must not be singular; got %s, number %d is".formatted(a.type(), number));
      }
    }
  }

  // x = L⁻¹·x
  private static void forward(double[] a, int n, double[] x, int columns, boolean unit) {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        double factor = a[i * n + k];
        for (int j = 0; j < columns; j++) {
          x[i * columns + j] -= factor * x[k * columns + j];
        }
      }
      for (int j = 0; j < columns && !unit; j++) {
        x[i * columns + j] /= a[i * n + i];
      }
    }
  }

  // x = U⁻¹·x
  private static void back(double[] a, int n, double[] x, int columns) {
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        double factor = a[i * n + k];
        for (int j = 0; j < columns; j++) {
          x[i * columns + j] -= factor * x[k * columns + j];
        }
      }
      for (int j = 0; j < columns; j++) {
        x[i * columns + j] /= a[i * n + i];
      }
    }
  }
}

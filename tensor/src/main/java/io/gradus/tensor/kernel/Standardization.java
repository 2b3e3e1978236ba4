package io.gradus.tensor.kernel;

/// Plain loops over rows that are brought to mean 0 and variance 1, and the gradient of that.
final class Standardization {
  private Standardization() {}

  /// {@return what writes `(x − mean)/√(variance + epsilon)` of a row of `x` to a dense row of
  /// `out`}
  static ScalarKernels.RowToElement rows(Strided out, Strided x, double epsilon) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> standardize(o, to, v, from, step, n, (float) epsilon);
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> standardize(o, to, v, from, step, n, epsilon);
      }
      default -> throw new AssertionError(out);
    };
  }

  /// {@return what writes the gradient of that for a row of `x` and a row of the dense `g` to a
  /// dense row of `out`}
  static ScalarKernels.RowToElement gradient(Strided out, Strided x, Strided g, double epsilon) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    int shift = Math.toIntExact(g.offset() - out.offset());
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        float[] arriving = g.floats();
        yield (to, from) -> {
          float factor = standardize(o, to, v, from, step, n, (float) epsilon);
          pull(o, to, arriving, to + shift, n, factor);
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        double[] arriving = g.doubles();
        yield (to, from) -> {
          double factor = standardize(o, to, v, from, step, n, epsilon);
          pull(o, to, arriving, to + shift, n, factor);
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  /// Writes a row and returns `1/√(variance + epsilon)`.
  private static float standardize(
      float[] o, int to, float[] v, int from, int step, int n, float epsilon) {
    float mean = Sums.sum(v, from, step, n) / n;
    float[] squares = new float[n];
    for (int i = 0; i < n; i++) {
      float centered = v[from + i * step] - mean;
      o[to + i] = centered;
      squares[i] = centered * centered;
    }
    float factor = 1 / (float) Math.sqrt(Sums.sum(squares, 0, 1, n) / n + epsilon);
    for (int i = 0; i < n; i++) {
      o[to + i] *= factor;
    }
    return factor;
  }

  private static double standardize(
      double[] o, int to, double[] v, int from, int step, int n, double epsilon) {
    double mean = Sums.sum(v, from, step, n) / n;
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      double centered = v[from + i * step] - mean;
      o[to + i] = centered;
      squares[i] = centered * centered;
    }
    double factor = 1 / Math.sqrt(Sums.sum(squares, 0, 1, n) / n + epsilon);
    for (int i = 0; i < n; i++) {
      o[to + i] *= factor;
    }
    return factor;
  }

  /// Turns a standardized row into the gradient.
  private static void pull(float[] y, int to, float[] g, int from, int n, float factor) {
    float[] products = new float[n];
    for (int i = 0; i < n; i++) {
      products[i] = g[from + i] * y[to + i];
    }
    float mean = Sums.sum(g, from, 1, n) / n;
    float slope = Sums.sum(products, 0, 1, n) / n;
    for (int i = 0; i < n; i++) {
      y[to + i] = (g[from + i] - mean - y[to + i] * slope) * factor;
    }
  }

  private static void pull(double[] y, int to, double[] g, int from, int n, double factor) {
    double[] products = new double[n];
    for (int i = 0; i < n; i++) {
      products[i] = g[from + i] * y[to + i];
    }
    double mean = Sums.sum(g, from, 1, n) / n;
    double slope = Sums.sum(products, 0, 1, n) / n;
    for (int i = 0; i < n; i++) {
      y[to + i] = (g[from + i] - mean - y[to + i] * slope) * factor;
    }
  }
}

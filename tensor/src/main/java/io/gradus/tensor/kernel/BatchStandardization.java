package io.gradus.tensor.kernel;

/// Plain loops over rows whose columns are brought to mean 0 and variance 1, and the gradient of
/// that. Everything is dense and of doubles.
final class BatchStandardization {
  private BatchStandardization() {}

  /// @param narrow whether the variance is to be that of `float32`: infinite if it is too large
  static void run(
      Strided out, Strided mean, Strided variance, Strided x, double epsilon, boolean narrow) {
    int c = Math.toIntExact(x.dim(-1));
    int n = c == 0 ? 0 : Math.toIntExact(x.size() / c);
    double[] o = out.doubles();
    double[] m = mean.doubles();
    double[] s = variance.doubles();
    double[] v = x.doubles();
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int mAt = Math.toIntExact(mean.offset());
    int sAt = Math.toIntExact(variance.offset());
    for (int j = 0; j < c; j++) {
      double center = Sums.sum(v, from + j, c, n) / n;
      double[] squares = new double[n];
      for (int i = 0; i < n; i++) {
        double centered = v[from + i * c + j] - center;
        o[to + i * c + j] = centered;
        squares[i] = centered * centered;
      }
      m[mAt + j] = center;
      double spread = Sums.sum(squares, 0, 1, n) / n;
      s[sAt + j] = narrow && spread > Float.MAX_VALUE ? Double.POSITIVE_INFINITY : spread;
      double factor = 1 / Math.sqrt(s[sAt + j] + epsilon);
      for (int i = 0; i < n; i++) {
        o[to + i * c + j] *= factor;
      }
    }
  }

  static void gradient(
      Strided out, Strided x, Strided mean, Strided variance, Strided g, double epsilon) {
    int c = Math.toIntExact(x.dim(-1));
    int n = c == 0 ? 0 : Math.toIntExact(x.size() / c);
    double[] o = out.doubles();
    double[] v = x.doubles();
    double[] w = g.doubles();
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int at = Math.toIntExact(g.offset());
    for (int j = 0; j < c; j++) {
      double center = mean.doubles()[Math.toIntExact(mean.offset()) + j];
      double spread = variance.doubles()[Math.toIntExact(variance.offset()) + j] + epsilon;
      double[] products = new double[n];
      for (int i = 0; i < n; i++) {
        products[i] = w[at + i * c + j] * (v[from + i * c + j] - center);
      }
      double lost = Sums.sum(w, at + j, c, n) / n;
      double slope = Sums.sum(products, 0, 1, n) / n / spread;
      double factor = 1 / Math.sqrt(spread);
      for (int i = 0; i < n; i++) {
        double centered = v[from + i * c + j] - center;
        o[to + i * c + j] = (w[at + i * c + j] - lost - centered * slope) * factor;
      }
    }
  }
}

package io.gradus.tensor.kernel;

/// Plain loops over rows that sum exponentials: softmax, its logarithm, and the logarithm of the
/// sum. The largest element is subtracted first, so that nothing overflows.
final class Exponentials {
  private Exponentials() {}

  /// {@return what writes the softmax, or its logarithm, of a row of `n ≥ 1` elements of `x` to a
  /// dense row of `out`}
  static ScalarKernels.RowToElement softmax(Strided out, Strided x, boolean logarithm) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> {
          float max = Folds.largest(v, from, step, n);
          for (int i = 0; i < n; i++) {
            o[to + i] = (float) StrictMath.exp(v[from + i * step] - max);
          }
          float sum = Sums.sum(o, to, 1, n);
          float log = (float) StrictMath.log(sum);
          for (int i = 0; i < n; i++) {
            o[to + i] = logarithm ? v[from + i * step] - max - log : o[to + i] / sum;
          }
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> {
          double max = Folds.largest(v, from, step, n);
          for (int i = 0; i < n; i++) {
            o[to + i] = StrictMath.exp(v[from + i * step] - max);
          }
          double sum = Sums.sum(o, to, 1, n);
          double log = StrictMath.log(sum);
          for (int i = 0; i < n; i++) {
            o[to + i] = logarithm ? v[from + i * step] - max - log : o[to + i] / sum;
          }
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  /// {@return what writes `log Σ exp(x)` of a row of `x` to an element of `out`}
  static ScalarKernels.RowToElement logSumExp(Strided out, Strided x, int step, int n) {
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> {
          float max = n == 0 ? Float.NEGATIVE_INFINITY : Folds.largest(v, from, step, n);
          // Of an infinite largest element nothing is subtracted: ∞ − ∞ would be NaN.
          float shift = Float.isInfinite(max) ? 0 : max;
          float[] terms = new float[n];
          for (int i = 0; i < n; i++) {
            terms[i] = (float) StrictMath.exp(v[from + i * step] - shift);
          }
          o[to] = (float) StrictMath.log(Sums.sum(terms, 0, 1, n)) + shift;
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> {
          double max = n == 0 ? Double.NEGATIVE_INFINITY : Folds.largest(v, from, step, n);
          double shift = Double.isInfinite(max) ? 0 : max;
          double[] terms = new double[n];
          for (int i = 0; i < n; i++) {
            terms[i] = StrictMath.exp(v[from + i * step] - shift);
          }
          o[to] = StrictMath.log(Sums.sum(terms, 0, 1, n)) + shift;
        };
      }
      default -> throw new AssertionError(out);
    };
  }
}

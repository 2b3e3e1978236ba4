package io.gradus.tensor.kernel;

import java.util.Arrays;

/// Plain loops over rows of logits, each with the number of a class: the cross-entropy and its
/// gradient.
final class CrossEntropies {
  private CrossEntropies() {}

  /// {@return what writes the loss of a row of `x` to an element of `out`}
  ///
  /// @param labels dense
  static ScalarKernels.RowToElement losses(Strided out, Strided x, Strided labels) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    int shift = Math.toIntExact(labels.offset() - out.offset());
    long[] classes = labels.longs();
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> {
          long label = classes[to + shift];
          o[to] = isClass(label, n) ? loss(v, from, step, n, (int) label) : 0;
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> {
          long label = classes[to + shift];
          o[to] = isClass(label, n) ? loss(v, from, step, n, (int) label) : 0;
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  /// {@return what writes the gradient by a row of `x` to a dense row of `out`}
  ///
  /// @param labels dense
  /// @param g dense
  static ScalarKernels.RowToElement gradient(Strided out, Strided x, Strided labels, Strided g) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    int first = Math.toIntExact(out.offset());
    int label = Math.toIntExact(labels.offset());
    int arriving = Math.toIntExact(g.offset());
    long[] classes = labels.longs();
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        float[] w = g.floats();
        yield (to, from) -> {
          int row = (to - first) / n;
          pull(o, to, v, from, step, n, classes[label + row], w[arriving + row]);
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        double[] w = g.doubles();
        yield (to, from) -> {
          int row = (to - first) / n;
          pull(o, to, v, from, step, n, classes[label + row], w[arriving + row]);
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  private static boolean isClass(long label, int n) {
    return label >= 0 && label < n;
  }

  private static float loss(float[] v, int from, int step, int n, int label) {
    float max = Folds.largest(v, from, step, n);
    float[] terms = new float[n];
    for (int i = 0; i < n; i++) {
      terms[i] = (float) StrictMath.exp(v[from + i * step] - max);
    }
    float log = (float) StrictMath.log(Sums.sum(terms, 0, 1, n));
    return log - (v[from + label * step] - max);
  }

  private static double loss(double[] v, int from, int step, int n, int label) {
    double max = Folds.largest(v, from, step, n);
    double[] terms = new double[n];
    for (int i = 0; i < n; i++) {
      terms[i] = StrictMath.exp(v[from + i * step] - max);
    }
    double log = StrictMath.log(Sums.sum(terms, 0, 1, n));
    return log - (v[from + label * step] - max);
  }

  private static void pull(
      float[] o, int to, float[] v, int from, int step, int n, long label, float g) {
    if (!isClass(label, n)) {
      Arrays.fill(o, to, to + n, 0);
      return;
    }
    float max = Folds.largest(v, from, step, n);
    for (int i = 0; i < n; i++) {
      o[to + i] = (float) StrictMath.exp(v[from + i * step] - max);
    }
    float factor = g / Sums.sum(o, to, 1, n);
    for (int i = 0; i < n; i++) {
      o[to + i] *= factor;
    }
    o[to + (int) label] -= g;
  }

  private static void pull(
      double[] o, int to, double[] v, int from, int step, int n, long label, double g) {
    if (!isClass(label, n)) {
      Arrays.fill(o, to, to + n, 0);
      return;
    }
    double max = Folds.largest(v, from, step, n);
    for (int i = 0; i < n; i++) {
      o[to + i] = StrictMath.exp(v[from + i * step] - max);
    }
    double factor = g / Sums.sum(o, to, 1, n);
    for (int i = 0; i < n; i++) {
      o[to + i] *= factor;
    }
    o[to + (int) label] -= g;
  }
}

package io.gradus.tensor.kernel;

/// The reductions as plain loops over rows of a view's last axis.
final class Folds {
  private Folds() {}

  /// {@return what writes the reduction of a row of `x` to an element of `out`. The types are
  /// `int32` or wider, or `bool` for a reduction of truths}
  static ScalarKernels.RowToElement of(Reduction reduction, Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    return switch (reduction) {
      case SUM -> sum(out, x, step, n);
      case PROD -> product(out, x, step, n);
      case MAX -> largest(out, x, step, n);
      case MIN -> smallest(out, x, step, n);
      case ANY -> truth(out, x, step, n, true);
      case ALL -> truth(out, x, step, n, false);
      case LOG_SUM_EXP -> Exponentials.logSumExp(out, x, step, n);
    };
  }

  private static ScalarKernels.RowToElement sum(Strided out, Strided x, int step, int n) {
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> o[to] = Sums.sum(v, from, step, n);
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> o[to] = Sums.sum(v, from, step, n);
      }
      case INT32 -> {
        int[] o = out.ints();
        int[] v = x.ints();
        yield (to, from) -> {
          int sum = 0;
          for (int i = 0; i < n; i++) {
            sum += v[from + i * step];
          }
          o[to] = sum;
        };
      }
      case INT64 -> {
        long[] o = out.longs();
        long[] v = x.longs();
        yield (to, from) -> {
          long sum = 0;
          for (int i = 0; i < n; i++) {
            sum += v[from + i * step];
          }
          o[to] = sum;
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  private static ScalarKernels.RowToElement product(Strided out, Strided x, int step, int n) {
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> {
          float product = 1;
          for (int i = 0; i < n; i++) {
            product *= v[from + i * step];
          }
          o[to] = product;
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> {
          double product = 1;
          for (int i = 0; i < n; i++) {
            product *= v[from + i * step];
          }
          o[to] = product;
        };
      }
      case INT32 -> {
        int[] o = out.ints();
        int[] v = x.ints();
        yield (to, from) -> {
          int product = 1;
          for (int i = 0; i < n; i++) {
            product *= v[from + i * step];
          }
          o[to] = product;
        };
      }
      case INT64 -> {
        long[] o = out.longs();
        long[] v = x.longs();
        yield (to, from) -> {
          long product = 1;
          for (int i = 0; i < n; i++) {
            product *= v[from + i * step];
          }
          o[to] = product;
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  private static ScalarKernels.RowToElement largest(Strided out, Strided x, int step, int n) {
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> o[to] = largest(v, from, step, n);
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> o[to] = largest(v, from, step, n);
      }
      case INT32 -> {
        int[] o = out.ints();
        int[] v = x.ints();
        yield (to, from) -> {
          int largest = v[from];
          for (int i = 1; i < n; i++) {
            largest = Math.max(largest, v[from + i * step]);
          }
          o[to] = largest;
        };
      }
      case INT64 -> {
        long[] o = out.longs();
        long[] v = x.longs();
        yield (to, from) -> {
          long largest = v[from];
          for (int i = 1; i < n; i++) {
            largest = Math.max(largest, v[from + i * step]);
          }
          o[to] = largest;
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  /// {@return the largest of `n ≥ 1` elements that are `step` apart; NaN if there is one}
  static float largest(float[] x, int from, int step, int n) {
    float largest = x[from];
    for (int i = 1; i < n; i++) {
      largest = Math.max(largest, x[from + i * step]);
    }
    return largest;
  }

  /// {@return the largest of `n ≥ 1` elements that are `step` apart; NaN if there is one}
  static double largest(double[] x, int from, int step, int n) {
    double largest = x[from];
    for (int i = 1; i < n; i++) {
      largest = Math.max(largest, x[from + i * step]);
    }
    return largest;
  }

  private static ScalarKernels.RowToElement smallest(Strided out, Strided x, int step, int n) {
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> {
          float smallest = v[from];
          for (int i = 1; i < n; i++) {
            smallest = Math.min(smallest, v[from + i * step]);
          }
          o[to] = smallest;
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> {
          double smallest = v[from];
          for (int i = 1; i < n; i++) {
            smallest = Math.min(smallest, v[from + i * step]);
          }
          o[to] = smallest;
        };
      }
      case INT32 -> {
        int[] o = out.ints();
        int[] v = x.ints();
        yield (to, from) -> {
          int smallest = v[from];
          for (int i = 1; i < n; i++) {
            smallest = Math.min(smallest, v[from + i * step]);
          }
          o[to] = smallest;
        };
      }
      case INT64 -> {
        long[] o = out.longs();
        long[] v = x.longs();
        yield (to, from) -> {
          long smallest = v[from];
          for (int i = 1; i < n; i++) {
            smallest = Math.min(smallest, v[from + i * step]);
          }
          o[to] = smallest;
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  // Any is true as soon as one is true, all is false as soon as one is false.
  private static ScalarKernels.RowToElement truth(
      Strided out, Strided x, int step, int n, boolean deciding) {
    byte[] o = out.bytes();
    byte[] v = x.bytes();
    return (to, from) -> {
      boolean decided = false;
      for (int i = 0; i < n && !decided; i++) {
        decided = v[from + i * step] != 0 == deciding;
      }
      o[to] = (byte) (decided == deciding ? 1 : 0);
    };
  }
}

package io.gradus.tensor.kernel;

/// Plain loops over rows in which each result follows from the one before it.
final class Scans {
  private Scans() {}

  /// {@return what writes the running sums or products of a row of `x` to a dense row of `out`. The
  /// type is `int32` or wider}
  static ScalarKernels.RowToElement cumulated(boolean product, Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] v = x.floats();
        yield (to, from) -> {
          float last = product ? 1 : -0f;
          for (int i = 0; i < n; i++) {
            float value = v[from + i * step];
            o[to + i] = last = product ? last * value : last + value;
          }
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] v = x.doubles();
        yield (to, from) -> {
          double last = product ? 1 : -0.0;
          for (int i = 0; i < n; i++) {
            double value = v[from + i * step];
            o[to + i] = last = product ? last * value : last + value;
          }
        };
      }
      case INT32 -> {
        int[] o = out.ints();
        int[] v = x.ints();
        yield (to, from) -> {
          int last = product ? 1 : 0;
          for (int i = 0; i < n; i++) {
            int value = v[from + i * step];
            o[to + i] = last = product ? last * value : last + value;
          }
        };
      }
      case INT64 -> {
        long[] o = out.longs();
        long[] v = x.longs();
        yield (to, from) -> {
          long last = product ? 1 : 0;
          for (int i = 0; i < n; i++) {
            long value = v[from + i * step];
            o[to + i] = last = product ? last * value : last + value;
          }
        };
      }
      default -> throw new AssertionError(out);
    };
  }

  /// {@return what writes `yᵢ = aᵢ·yᵢ₋₁ + bᵢ`, from `y₋₁ = 0` on, to a dense row of `out`; `a` and
  /// `b` are floating and dense, of the shape of `out`}
  static ScalarKernels.RowToElement recurrence(Strided out, Strided a, Strided b) {
    int n = Math.toIntExact(out.dim(-1));
    int shift = Math.toIntExact(a.offset() - b.offset());
    return switch (out.dtype()) {
      case FLOAT32 -> {
        float[] o = out.floats();
        float[] p = a.floats();
        float[] q = b.floats();
        yield (to, from) -> {
          float last = 0;
          for (int i = 0; i < n; i++) {
            o[to + i] = last = p[from + shift + i] * last + q[from + i];
          }
        };
      }
      case FLOAT64 -> {
        double[] o = out.doubles();
        double[] p = a.doubles();
        double[] q = b.doubles();
        yield (to, from) -> {
          double last = 0;
          for (int i = 0; i < n; i++) {
            o[to + i] = last = p[from + shift + i] * last + q[from + i];
          }
        };
      }
      default -> throw new AssertionError(out);
    };
  }
}

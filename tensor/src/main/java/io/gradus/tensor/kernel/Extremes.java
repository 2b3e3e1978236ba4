package io.gradus.tensor.kernel;

/// The positions of largest and smallest elements, as plain loops over rows.
final class Extremes {
  private Extremes() {}

  /// {@return what writes the position of the first extreme of a row of `x`, or of its first NaN,
  /// to an element of `out`. The type is `int32` or wider}
  static ScalarKernels.RowToElement of(boolean largest, Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    int step = Math.toIntExact(x.stride(-1));
    int[] o = out.ints();
    return switch (x.dtype()) {
      case FLOAT32 -> {
        float[] v = x.floats();
        yield (to, from) -> {
          float best = v[from];
          int position = 0;
          for (int i = 1; i < n && !Float.isNaN(best); i++) {
            float value = v[from + i * step];
            if ((largest ? value > best : value < best) || Float.isNaN(value)) {
              best = value;
              position = i;
            }
          }
          o[to] = position;
        };
      }
      case FLOAT64 -> {
        double[] v = x.doubles();
        yield (to, from) -> {
          double best = v[from];
          int position = 0;
          for (int i = 1; i < n && !Double.isNaN(best); i++) {
            double value = v[from + i * step];
            if ((largest ? value > best : value < best) || Double.isNaN(value)) {
              best = value;
              position = i;
            }
          }
          o[to] = position;
        };
      }
      case INT32 -> {
        int[] v = x.ints();
        yield (to, from) -> {
          int best = v[from];
          int position = 0;
          for (int i = 1; i < n; i++) {
            int value = v[from + i * step];
            if (largest ? value > best : value < best) {
              best = value;
              position = i;
            }
          }
          o[to] = position;
        };
      }
      case INT64 -> {
        long[] v = x.longs();
        yield (to, from) -> {
          long best = v[from];
          int position = 0;
          for (int i = 1; i < n; i++) {
            long value = v[from + i * step];
            if (largest ? value > best : value < best) {
              best = value;
              position = i;
            }
          }
          o[to] = position;
        };
      }
      default -> throw new AssertionError(x);
    };
  }
}

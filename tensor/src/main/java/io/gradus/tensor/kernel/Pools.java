package io.gradus.tensor.kernel;

import java.util.Arrays;

/// Pooling as plain loops, over dense `[n, …, channels]`.
final class Pools {
  private Pools() {}

  /// Whether an element takes the place of the largest so far; both are positions.
  private interface Larger {
    boolean test(int candidate, int largest);
  }

  /// {@return for each element of the result the position of the first largest cell of its window,
  /// or of the first NaN. The type is `int32` or wider}
  static int[] maxima(Workers workers, Strided x, Windows windows) {
    int channels = Math.toIntExact(x.dim(-1));
    int samples = Math.toIntExact(x.dim(0));
    int row = windows.width().count() * channels;
    int[] positions = new int[Math.multiplyExact(samples, windows.rows() * row)];
    Larger larger = larger(x);
    eachRow(
        workers,
        samples,
        windows,
        channels,
        (sample, i, j, number) -> {
          int first = sample * windows.cells();
          for (int k = 0; k < windows.width().count(); k++) {
            for (int c = 0; c < channels; c++) {
              int to = number * row + k * channels + c;
              positions[to] = maximum(windows, i, j, k, first, channels, c, larger);
            }
          }
        });
    return positions;
  }

  private static int maximum(
      Windows windows, int i, int j, int k, int first, int channels, int channel, Larger larger) {
    WindowAxis depth = windows.depth();
    WindowAxis height = windows.height();
    WindowAxis width = windows.width();
    int largest = -1;
    for (int a = depth.start(i); a < depth.stop(i); a++) {
      for (int b = height.start(j); b < height.stop(j); b++) {
        for (int c = width.start(k); c < width.stop(k); c++) {
          int at = (first + windows.cell(a, b, c)) * channels + channel;
          if (largest < 0 || larger.test(at, largest)) {
            largest = at;
          }
        }
      }
    }
    return largest;
  }

  private static Larger larger(Strided x) {
    int from = Math.toIntExact(x.offset());
    return switch (x.dtype()) {
      case FLOAT32 -> {
        float[] v = x.floats();
        yield (at, best) ->
            v[from + at] > v[from + best]
                || (Float.isNaN(v[from + at]) && !Float.isNaN(v[from + best]));
      }
      case FLOAT64 -> {
        double[] v = x.doubles();
        yield (at, best) ->
            v[from + at] > v[from + best]
                || (Double.isNaN(v[from + at]) && !Double.isNaN(v[from + best]));
      }
      case INT32 -> {
        int[] v = x.ints();
        yield (at, best) -> v[from + at] > v[from + best];
      }
      case INT64 -> {
        long[] v = x.longs();
        yield (at, best) -> v[from + at] > v[from + best];
      }
      default -> throw new AssertionError(x);
    };
  }

  /// `out` = the mean of the cells of each window, added in row-major order, then divided. The type
  /// is `float32` or `float64`.
  static void average(Workers workers, Strided out, Strided x, Windows windows) {
    int channels = Math.toIntExact(x.dim(-1));
    int row = windows.width().count() * channels;
    int to = Math.toIntExact(out.offset());
    int from = Math.toIntExact(x.offset());
    eachRow(
        workers,
        Math.toIntExact(x.dim(0)),
        windows,
        channels,
        (sample, i, j, number) -> {
          for (int k = 0; k < windows.width().count(); k++) {
            int at = to + number * row + k * channels;
            int first = sample * windows.cells();
            switch (out.dtype()) {
              case FLOAT32 -> {
                float[] o = out.floats();
                float[] v = x.floats();
                Arrays.fill(o, at, at + channels, 0);
                eachCell(windows, i, j, k, first, cell -> add(o, at, v, from, cell, channels));
                divide(o, at, channels, windows.size(i, j, k));
              }
              case FLOAT64 -> {
                double[] o = out.doubles();
                double[] v = x.doubles();
                Arrays.fill(o, at, at + channels, 0);
                eachCell(windows, i, j, k, first, cell -> add(o, at, v, from, cell, channels));
                divide(o, at, channels, windows.size(i, j, k));
              }
              default -> throw new AssertionError(out);
            }
          }
        });
  }

  private static void add(float[] out, int at, float[] x, int from, int cell, int channels) {
    for (int c = 0; c < channels; c++) {
      out[at + c] += x[from + cell * channels + c];
    }
  }

  private static void add(double[] out, int at, double[] x, int from, int cell, int channels) {
    for (int c = 0; c < channels; c++) {
      out[at + c] += x[from + cell * channels + c];
    }
  }

  private static void divide(float[] out, int at, int channels, float size) {
    for (int c = 0; c < channels; c++) {
      out[at + c] /= size;
    }
  }

  private static void divide(double[] out, int at, int channels, double size) {
    for (int c = 0; c < channels; c++) {
      out[at + c] /= size;
    }
  }

  /// Adds to each cell of `out`, which holds zeros, the elements of `g` of its windows, in
  /// row-major order, each divided by the size of the window.
  static void spread(Strided out, Strided g, Windows windows) {
    int channels = Math.toIntExact(g.dim(-1));
    int row = windows.width().count() * channels;
    int to = Math.toIntExact(out.offset());
    int from = Math.toIntExact(g.offset());
    eachRow(
        Heap.WORKERS,
        Math.toIntExact(g.dim(0)),
        windows,
        channels,
        (sample, i, j, number) -> {
          for (int k = 0; k < windows.width().count(); k++) {
            int at = from + number * row + k * channels;
            int first = sample * windows.cells();
            int size = windows.size(i, j, k);
            switch (out.dtype()) {
              case FLOAT32 -> {
                float[] o = out.floats();
                float[] v = g.floats();
                eachCell(
                    windows, i, j, k, first, cell -> share(o, to, cell, v, at, channels, size));
              }
              case FLOAT64 -> {
                double[] o = out.doubles();
                double[] v = g.doubles();
                eachCell(
                    windows, i, j, k, first, cell -> share(o, to, cell, v, at, channels, size));
              }
              default -> throw new AssertionError(out);
            }
          }
        });
  }

  private static void share(
      float[] out, int to, int cell, float[] g, int at, int channels, float size) {
    for (int c = 0; c < channels; c++) {
      out[to + cell * channels + c] += g[at + c] / size;
    }
  }

  private static void share(
      double[] out, int to, int cell, double[] g, int at, int channels, double size) {
    for (int c = 0; c < channels; c++) {
      out[to + cell * channels + c] += g[at + c] / size;
    }
  }

  private interface Row {
    void run(int sample, int i, int j, int number);
  }

  // Runs the action for each sample and row of windows.
  private static void eachRow(
      Workers workers, int samples, Windows windows, int channels, Row action) {
    int rows = windows.rows();
    int perBlock = Math.max(1, Rows.GRAIN / Math.max(1, windows.width().length() * channels));
    int all = Math.multiplyExact(samples, rows);
    workers.run(
        Math.ceilDiv(all, perBlock),
        (block, _) -> {
          for (int n = block * perBlock; n < Math.min(all, (block + 1) * perBlock); n++) {
            int row = n % rows;
            int height = windows.height().count();
            action.run(n / rows, row / height, row % height, n);
          }
        });
  }

  private interface Cell {
    void run(int number);
  }

  // Runs the action for each cell of a window, whose number counts those of all samples.
  private static void eachCell(Windows windows, int i, int j, int k, int first, Cell action) {
    for (int a = windows.depth().start(i); a < windows.depth().stop(i); a++) {
      for (int b = windows.height().start(j); b < windows.height().stop(j); b++) {
        for (int c = windows.width().start(k); c < windows.width().stop(k); c++) {
          action.run(first + windows.cell(a, b, c));
        }
      }
    }
  }
}

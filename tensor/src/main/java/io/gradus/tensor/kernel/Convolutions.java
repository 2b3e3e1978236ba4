package io.gradus.tensor.kernel;

import java.util.Arrays;

/// Convolutions as plain loops over taps, windows, channels and filters. All three are sums of the
/// same products `x[cell, channel] · kernel[tap, channel, filter] · g[window, filter]`, each over
/// what its result does not have; samples, or taps, are shared among the workers.
final class Convolutions {
  private final Workers workers;
  private final Taps taps;
  private final int c;
  private final int f;
  private final int allC;
  private final int allF;

  Convolutions(Workers workers, Taps taps) {
    this.workers = workers;
    this.taps = taps;
    this.c = taps.channels();
    this.f = taps.filters();
    this.allC = taps.groups() * c;
    this.allF = taps.groups() * f;
  }

  /// What to do where tap, window and cell meet, for one group.
  private interface Product {
    /// @param x the position of the cell's first channel in that group
    /// @param kernel the position of the kernel's first element for that tap and group
    /// @param g the position of the window's first filter in that group
    void add(int x, int kernel, int g);
  }

  private void each(int sample, int tap, Product product) {
    taps.each(
        sample,
        tap,
        (window, cell) -> {
          for (int group = 0; group < taps.groups(); group++) {
            product.add(
                cell * allC + group * c, tap * c * allF + group * f, window * allF + group * f);
          }
        });
  }

  private void eachSample(Product product) {
    workers.run(
        taps.samples(),
        (sample, _) -> {
          for (int tap = 0; tap < taps.size(); tap++) {
            each(sample, tap, product);
          }
        });
  }

  private void eachTap(Product product) {
    workers.run(
        taps.size(),
        (tap, _) -> {
          for (int sample = 0; sample < taps.samples(); sample++) {
            each(sample, tap, product);
          }
        });
  }

  /// The convolution; all are dense.
  void forward(Strided out, Strided x, Strided kernel) {
    int atX = Math.toIntExact(x.offset());
    int atKernel = Math.toIntExact(kernel.offset());
    int at = clear(out);
    switch (out.dtype()) {
      case FLOAT32 -> {
        float[] y = out.floats();
        float[] v = x.floats();
        float[] w = kernel.floats();
        eachSample((i, j, o) -> forward(y, at + o, v, atX + i, w, atKernel + j));
      }
      case FLOAT64 -> {
        double[] y = out.doubles();
        double[] v = x.doubles();
        double[] w = kernel.doubles();
        eachSample((i, j, o) -> forward(y, at + o, v, atX + i, w, atKernel + j));
      }
      default -> throw new AssertionError(out);
    }
  }

  /// The gradient by the input; all are dense.
  void transposed(Strided out, Strided g, Strided kernel) {
    int atG = Math.toIntExact(g.offset());
    int atKernel = Math.toIntExact(kernel.offset());
    int at = clear(out);
    switch (out.dtype()) {
      case FLOAT32 -> {
        float[] y = out.floats();
        float[] v = g.floats();
        float[] w = kernel.floats();
        eachSample((i, j, o) -> transposed(y, at + i, v, atG + o, w, atKernel + j));
      }
      case FLOAT64 -> {
        double[] y = out.doubles();
        double[] v = g.doubles();
        double[] w = kernel.doubles();
        eachSample((i, j, o) -> transposed(y, at + i, v, atG + o, w, atKernel + j));
      }
      default -> throw new AssertionError(out);
    }
  }

  /// The gradient by the kernel; all are dense.
  void kernel(Strided out, Strided x, Strided g) {
    int atX = Math.toIntExact(x.offset());
    int atG = Math.toIntExact(g.offset());
    int at = clear(out);
    switch (out.dtype()) {
      case FLOAT32 -> {
        float[] y = out.floats();
        float[] v = x.floats();
        float[] w = g.floats();
        eachTap((i, j, o) -> kernel(y, at + j, v, atX + i, w, atG + o));
      }
      case FLOAT64 -> {
        double[] y = out.doubles();
        double[] v = x.doubles();
        double[] w = g.doubles();
        eachTap((i, j, o) -> kernel(y, at + j, v, atX + i, w, atG + o));
      }
      default -> throw new AssertionError(out);
    }
  }

  private static int clear(Strided out) {
    int at = Math.toIntExact(out.offset());
    int end = at + Math.toIntExact(out.size());
    switch (out.dtype()) {
      case FLOAT32 -> Arrays.fill(out.floats(), at, end, 0);
      case FLOAT64 -> Arrays.fill(out.doubles(), at, end, 0);
      default -> throw new AssertionError(out);
    }
    return at;
  }

  private void forward(float[] out, int o, float[] x, int i, float[] kernel, int j) {
    for (int a = 0; a < c; a++) {
      float factor = x[i + a];
      int from = j + a * allF;
      for (int b = 0; b < f; b++) {
        out[o + b] += factor * kernel[from + b];
      }
    }
  }

  private void forward(double[] out, int o, double[] x, int i, double[] kernel, int j) {
    for (int a = 0; a < c; a++) {
      double factor = x[i + a];
      int from = j + a * allF;
      for (int b = 0; b < f; b++) {
        out[o + b] += factor * kernel[from + b];
      }
    }
  }

  private void transposed(float[] out, int i, float[] g, int o, float[] kernel, int j) {
    for (int a = 0; a < c; a++) {
      float sum = 0;
      int from = j + a * allF;
      for (int b = 0; b < f; b++) {
        sum += g[o + b] * kernel[from + b];
      }
      out[i + a] += sum;
    }
  }

  private void transposed(double[] out, int i, double[] g, int o, double[] kernel, int j) {
    for (int a = 0; a < c; a++) {
      double sum = 0;
      int from = j + a * allF;
      for (int b = 0; b < f; b++) {
        sum += g[o + b] * kernel[from + b];
      }
      out[i + a] += sum;
    }
  }

  private void kernel(float[] out, int j, float[] x, int i, float[] g, int o) {
    for (int a = 0; a < c; a++) {
      float factor = x[i + a];
      int to = j + a * allF;
      for (int b = 0; b < f; b++) {
        out[to + b] += factor * g[o + b];
      }
    }
  }

  private void kernel(double[] out, int j, double[] x, int i, double[] g, int o) {
    for (int a = 0; a < c; a++) {
      double factor = x[i + a];
      int to = j + a * allF;
      for (int b = 0; b < f; b++) {
        out[to + b] += factor * g[o + b];
      }
    }
  }
}

package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;

import io.gradus.tensor.kernel.Taps;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Convolutions of each channel with one kernel of its own, in float32: no patches, but products of
/// vectors of channels, each sum one chain of `fma` over the taps. The gradient by the kernel adds
/// the sums of the samples in order.
final class DepthwiseConvolutions {
  private final Workers workers;
  private final Taps taps;
  private final int channels;

  DepthwiseConvolutions(Workers workers, Taps taps) {
    this.workers = workers;
    this.taps = taps;
    this.channels = taps.groups();
  }

  /// {@return whether each channel has one kernel}
  static boolean fit(Taps taps) {
    return taps.channels() == 1 && taps.filters() == 1 && taps.groups() > 1;
  }

  /// The convolution.
  void forward(float[] out, int o, float[] x, int i, float[] kernel, int j) {
    int windows = taps.windows();
    workers.run(
        taps.samples(),
        (sample, _) -> {
          int at = o + sample * windows * channels;
          Arrays.fill(out, at, at + windows * channels, 0);
          for (int tap = 0; tap < taps.size(); tap++) {
            int weights = j + tap * channels;
            taps.each(
                sample,
                tap,
                (window, cell) ->
                    add(
                        out,
                        o + window * channels,
                        x,
                        i + cell * channels,
                        kernel,
                        weights,
                        channels));
          }
        });
  }

  /// The gradient by the input.
  void transposed(float[] out, int o, float[] g, int i, float[] kernel, int j) {
    int cells = taps.cells();
    workers.run(
        taps.samples(),
        (sample, _) -> {
          int at = o + sample * cells * channels;
          Arrays.fill(out, at, at + cells * channels, 0);
          for (int tap = 0; tap < taps.size(); tap++) {
            int weights = j + tap * channels;
            taps.each(
                sample,
                tap,
                (window, cell) ->
                    add(
                        out,
                        o + cell * channels,
                        g,
                        i + window * channels,
                        kernel,
                        weights,
                        channels));
          }
        });
  }

  /// The gradient by the kernel.
  void kernel(float[] out, int o, float[] x, int i, float[] g, int j) {
    workers.run(
        taps.size(),
        (tap, scratch) -> {
          int at = o + tap * channels;
          Arrays.fill(out, at, at + channels, 0);
          float[] sum = scratch.floats(0, channels);
          for (int sample = 0; sample < taps.samples(); sample++) {
            Arrays.fill(sum, 0, channels, 0);
            taps.each(
                sample,
                tap,
                (window, cell) ->
                    add(sum, 0, x, i + cell * channels, g, j + window * channels, channels));
            for (int c = 0; c < channels; c++) {
              out[at + c] += sum[c];
            }
          }
        });
  }

  private static void add(float[] out, int o, float[] x, int i, float[] y, int j, int n) {
    int whole = n - n % COUNT;
    if (whole > 0) {
      vectors(out, o, x, i, y, j, whole);
    }
    for (int c = whole; c < n; c++) {
      out[o + c] = Math.fma(x[i + c], y[j + c], out[o + c]);
    }
  }

  // Apart from the rest, so that C2 meets it only when it runs, see [Packing].
  private static void vectors(float[] out, int o, float[] x, int i, float[] y, int j, int n) {
    for (int c = 0; c < n; c += COUNT) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i + c);
      FloatVector w = FloatVector.fromArray(FLOATS, y, j + c);
      v.fma(w, FloatVector.fromArray(FLOATS, out, o + c)).intoArray(out, o + c);
    }
  }
}

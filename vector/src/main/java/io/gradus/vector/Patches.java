package io.gradus.vector;

import io.gradus.tensor.kernel.Taps;
import java.util.Arrays;

/// What lies under the kernel of a convolution, laid out as the rows of a matrix: one for each
/// window, with the channels of one group for each tap, and zeros beyond the ends.
final class Patches {
  // Shorter runs are copied faster by a loop.
  private static final int SHORT = 24;

  private final Taps taps;
  private final int channels;
  private final int step;
  private final float[] x;
  private final int at;
  private final boolean inLines;

  /// The patches of a dense array of cells.
  ///
  /// @param at the position of the first channel of the group
  Patches(Taps taps, float[] x, int at) {
    this.taps = taps;
    this.channels = taps.channels();
    this.step = taps.groups() * channels;
    this.x = x;
    this.at = at;
    // Neighbouring taps of the last axis then lie side by side.
    this.inLines = taps.groups() == 1 && taps.width().dilation() == 1;
  }

  /// {@return the channels of the group}
  int channels() {
    return channels;
  }

  /// Writes the rows of `count` windows from `window` on, for the taps from `first` up to but not
  /// including `last`.
  void copy(int window, int count, int first, int last, float[] to, int toAt) {
    int row = (last - first) * channels;
    int lengthK = taps.width().windows();
    int lengthJ = taps.height().windows();
    int all = taps.windows();
    boolean whole = inLines && first == 0 && last == taps.size();
    for (int r = 0; r < count; r++) {
      int rest = (window + r) % all;
      int sample = (window + r) / all;
      int k = rest % lengthK;
      int j = rest / lengthK % lengthJ;
      int i = rest / lengthK / lengthJ;
      if (whole) {
        lines(sample, i, j, k, to, toAt + r * row);
      } else {
        taps(sample, i, j, k, first, last, to, toAt + r * row);
      }
    }
  }

  /// {@return the number of the first cell of a line of cells, or −1 if it lies beyond the ends}
  private int line(int sample, int plane, int line) {
    Taps.Axis depth = taps.depth();
    Taps.Axis height = taps.height();
    return depth.has(plane) && height.has(line)
        ? ((sample * depth.length() + plane) * height.length() + line) * taps.width().length()
        : -1;
  }

  private void lines(int sample, int i, int j, int k, float[] to, int toAt) {
    Taps.Axis width = taps.width();
    int cell = width.cell(k, 0);
    int run = width.size() * channels;
    int low = Math.min(run, Math.max(0, -cell) * channels);
    int high = Math.max(low, Math.min(width.size(), width.length() - cell) * channels);
    int target = toAt;
    for (int a = 0; a < taps.depth().size(); a++) {
      int plane = taps.depth().cell(i, a);
      for (int b = 0; b < taps.height().size(); b++) {
        int line = line(sample, plane, taps.height().cell(j, b));
        if (line < 0) {
          Arrays.fill(to, target, target + run, 0);
        } else {
          if (low > 0) {
            Arrays.fill(to, target, target + low, 0);
          }
          copy(at + (line + cell) * channels + low, to, target + low, high - low);
          if (high < run) {
            Arrays.fill(to, target + high, target + run, 0);
          }
        }
        target += run;
      }
    }
  }

  private void taps(int sample, int i, int j, int k, int first, int last, float[] to, int toAt) {
    int wide = taps.width().size();
    int high = taps.height().size();
    int target = toAt;
    for (int tap = first; tap < last; tap++, target += channels) {
      int plane = taps.depth().cell(i, tap / wide / high);
      int line = line(sample, plane, taps.height().cell(j, tap / wide % high));
      int cell = taps.width().cell(k, tap % wide);
      if (line < 0 || !taps.width().has(cell)) {
        Arrays.fill(to, target, target + channels, 0);
      } else {
        copy(at + (line + cell) * step, to, target, channels);
      }
    }
  }

  private void copy(int from, float[] to, int toAt, int n) {
    if (n > SHORT) {
      System.arraycopy(x, from, to, toAt, n);
      return;
    }
    for (int c = 0; c < n; c++) {
      to[toAt + c] = x[from + c];
    }
  }

  /// Adds the rows of `count` windows of a sample back to the cells that they came from, the
  /// opposite of [#copy].
  void add(int window, int count, float[] from, int fromAt) {
    int all = taps.windows();
    int wide = taps.width().size();
    int high = taps.height().size();
    int lengthK = taps.width().windows();
    int lengthJ = taps.height().windows();
    int source = fromAt;
    for (int r = window; r < window + count; r++) {
      int rest = r % all;
      int k = rest % lengthK;
      int j = rest / lengthK % lengthJ;
      int i = rest / lengthK / lengthJ;
      for (int tap = 0; tap < taps.size(); tap++, source += channels) {
        int plane = taps.depth().cell(i, tap / wide / high);
        int line = line(r / all, plane, taps.height().cell(j, tap / wide % high));
        int cell = taps.width().cell(k, tap % wide);
        if (line >= 0 && taps.width().has(cell)) {
          int target = at + (line + cell) * step;
          for (int c = 0; c < channels; c++) {
            x[target + c] += from[source + c];
          }
        }
      }
    }
  }
}

package io.gradus.vector;

import io.gradus.tensor.kernel.Taps;

/// What lies under the kernel of a convolution, as the rows of a matrix: one for each window, with
/// the channels of one group for each tap.
final class Patches {
  private final Taps taps;
  private final int channels;
  private final int step;
  private final float[] x;
  private final int at;

  /// The patches of a dense array of cells.
  ///
  /// @param at the position of the first channel of the group
  Patches(Taps taps, float[] x, int at) {
    this.taps = taps;
    this.channels = taps.channels();
    this.step = taps.groups() * channels;
    this.x = x;
    this.at = at;
  }

  /// {@return the number of the first cell of a line of cells, or −1 if it lies beyond the ends}
  private int line(int sample, int plane, int line) {
    Taps.Axis depth = taps.depth();
    Taps.Axis height = taps.height();
    return depth.has(plane) && height.has(line)
        ? ((sample * depth.length() + plane) * height.length() + line) * taps.width().length()
        : -1;
  }

  /// Adds the rows of `count` windows of a sample to the cells that they lie over.
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

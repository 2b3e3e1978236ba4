package io.gradus.vector;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Taps;
import java.util.Arrays;

/// Copies the cells under boxes of windows, between zeros where windows reach beyond the ends: for
/// one box cell by cell with the channels side by side, or for as many boxes as a tile has rows,
/// with the boxes' elements side by side.
final class BoxCells {
  private static final int ROWS = MicroKernel.ROWS;
  private static final int SLOT = 3;

  private final Taps taps;
  private final Boxes boxes;
  private final float[] x;
  private final int at;
  private final int channels;
  private final int step;

  /// The cells of a dense array.
  ///
  /// @param at the position of the first channel of the group
  BoxCells(Taps taps, Boxes boxes, float[] x, int at) {
    this.taps = taps;
    this.boxes = boxes;
    this.x = x;
    this.at = at;
    this.channels = taps.channels();
    this.step = taps.groups() * channels;
  }

  /// {@return the position of a line of cells, or −1 if it lies beyond the ends}
  private int line(int sample, int plane, int line) {
    Taps.Axis depth = taps.depth();
    Taps.Axis height = taps.height();
    return depth.has(plane) && height.has(line)
        ? at
            + ((sample * depth.length() + plane) * height.length() + line)
                * taps.width().length()
                * step
        : -1;
  }

  /// {@return the cells under a box of some samples, one sample after the other, and then as many
  /// floats as a tile has rows}
  float[] ofSamples(int sample, int count, int box, Scratch scratch) {
    int size = boxes.cells() * channels;
    float[] to = scratch.floats(SLOT, count * size + ROWS);
    for (int s = 0; s < count; s++) {
      copy(sample + s, box, to, s * size, 1);
    }
    return to;
  }

  /// {@return the cells of the items from `first` on, element by element side by side. Item `n` is
  /// box `n / samples` of sample `n mod samples`}
  float[] ofItems(int first, Scratch scratch) {
    float[] to = scratch.floats(SLOT, boxes.cells() * channels * ROWS);
    int samples = taps.samples();
    if (first % samples + ROWS <= samples && step == channels) {
      sideBySide(first % samples, first / samples, to, scratch.floats(7, Packing.BUFFER));
      return to;
    }
    int last = Math.min(first + ROWS, samples * boxes.count());
    for (int item = first; item < last; item++) {
      copy(item % samples, item / samples, to, item - first, ROWS);
    }
    return to;
  }

  /// Copies the cells under a box; neighbours are `apart` in `to`.
  private void copy(int sample, int box, float[] to, int toAt, int apart) {
    int low = boxes.cell(box, 2);
    int wide = boxes.cells(2);
    int begin = Math.clamp(-low, 0, wide);
    int end = Math.clamp(taps.width().length() - low, begin, wide);
    int row = wide * channels * apart;
    int target = toAt;
    for (int i = 0; i < boxes.cells(0); i++) {
      for (int j = 0; j < boxes.cells(1); j++, target += row) {
        int line = line(sample, boxes.cell(box, 0) + i, boxes.cell(box, 1) + j);
        int from = line < 0 ? wide : begin;
        int until = line < 0 ? wide : end;
        clear(to, target, from * channels, apart);
        if (step == channels && from < until) {
          spread((low + from) * step + line, (until - from) * channels, to, target, from, apart);
        } else {
          for (int k = from; k < until; k++) {
            spread((low + k) * step + line, channels, to, target, k, apart);
          }
        }
        clear(to, target + until * channels * apart, (wide - until) * channels, apart);
      }
    }
  }

  private void spread(int from, int n, float[] to, int line, int cell, int apart) {
    int target = line + cell * channels * apart;
    if (apart == 1) {
      System.arraycopy(x, from, to, target, n);
      return;
    }
    for (int c = 0; c < n; c++) {
      to[target + c * apart] = x[from + c];
    }
  }

  private static void clear(float[] to, int at, int n, int apart) {
    if (apart == 1) {
      Arrays.fill(to, at, at + n, 0);
      return;
    }
    for (int c = 0; c < n; c++) {
      to[at + c * apart] = 0;
    }
  }

  /// Copies the cells under one box of neighbouring samples.
  private void sideBySide(int sample, int box, float[] to, float[] buffer) {
    int low = boxes.cell(box, 2);
    int wide = boxes.cells(2);
    int begin = Math.clamp(-low, 0, wide);
    int end = Math.clamp(taps.width().length() - low, begin, wide);
    int size = taps.cells() * channels;
    int cell = channels * ROWS;
    int target = 0;
    for (int i = 0; i < boxes.cells(0); i++) {
      for (int j = 0; j < boxes.cells(1); j++, target += wide * cell) {
        int line = line(sample, boxes.cell(box, 0) + i, boxes.cell(box, 1) + j);
        if (line < 0) {
          Arrays.fill(to, target, target + wide * cell, 0);
          continue;
        }
        Arrays.fill(to, target, target + begin * cell, 0);
        int from = line + (low + begin) * channels;
        int n = (end - begin) * channels;
        Packing.pack(x, from, size, 1, ROWS, n, to, target + begin * cell, ROWS, buffer);
        Arrays.fill(to, target + end * cell, target + wide * cell, 0);
      }
    }
  }
}

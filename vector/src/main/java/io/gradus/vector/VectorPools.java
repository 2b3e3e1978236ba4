package io.gradus.vector;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.WindowAxis;
import io.gradus.tensor.kernel.Windows;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Pooling of dense `float32` tensors `[n, …, channels]`: each vector holds neighbouring channels.
/// The order is that of the plain loops, and so are the bits.
final class VectorPools {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;
  private static final int LEAST = 4;

  // The cells whose numbers a float tells apart.
  private static final int COUNTED = 1 << 24;

  private VectorPools() {}

  /// {@return whether there are enough channels for a vector to pay}
  static boolean fit(Strided x) {
    return x.dtype() == DType.FLOAT32 && x.dim(-1) >= LEAST;
  }

  /// {@return whether windows may be told which of their cells is the largest}
  static boolean fit(Strided x, Windows windows) {
    return fit(x) && windows.cells() <= COUNTED;
  }

  /// What to do with neighbouring channels of a window. Their number is passed, not a mask, which
  /// would be allocated where the call is not inlined.
  private interface Action {
    /// @param cells the position of the first channel in the window's first cell
    /// @param element the position of the first channel in the element that the window gives
    void run(int cells, int element, int planes, int rows, int columns, int count, Scratch scratch);
  }

  /// The largest cells of each window.
  static void max(Workers workers, Strided out, Strided x, Windows windows) {
    int channels = Math.toIntExact(x.dim(-1));
    int row = windows.width().length() * channels;
    int plane = windows.height().length() * row;
    float[] o = out.floats();
    float[] v = x.floats();
    eachWindow(
        workers,
        windows,
        x,
        out,
        (cells, element, planes, rows, columns, count, _) -> {
          VectorMask<Float> mask = F.indexInRange(0, count);
          FloatVector best = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
          for (int a = 0; a < planes; a++) {
            for (int b = 0; b < rows; b++) {
              int at = cells + a * plane + b * row;
              for (int c = 0; c < columns; c++) {
                FloatVector cell = FloatVector.fromArray(F, v, at + c * channels, mask);
                VectorMask<Float> better =
                    cell.compare(VectorOperators.GT, best)
                        .or(cell.compare(VectorOperators.NE, cell));
                best = best.blend(cell, better);
              }
            }
          }
          best.intoArray(o, element, mask);
        });
  }

  /// The means of the cells of each window.
  static void average(Workers workers, Strided out, Strided x, Windows windows) {
    int channels = Math.toIntExact(x.dim(-1));
    int row = windows.width().length() * channels;
    int plane = windows.height().length() * row;
    float[] o = out.floats();
    float[] v = x.floats();
    eachWindow(
        workers,
        windows,
        x,
        out,
        (cells, element, planes, rows, columns, count, _) -> {
          VectorMask<Float> mask = F.indexInRange(0, count);
          FloatVector sum = FloatVector.zero(F);
          for (int a = 0; a < planes; a++) {
            for (int b = 0; b < rows; b++) {
              int at = cells + a * plane + b * row;
              for (int c = 0; c < columns; c++) {
                sum = sum.add(FloatVector.fromArray(F, v, at + c * channels, mask));
              }
            }
          }
          sum.div(planes * rows * columns).intoArray(o, element, mask);
        });
  }

  /// Zeros, to which `g` is added at the first largest cell of each window of `x`.
  static void maxGradient(Workers workers, Strided out, Strided x, Strided g, Windows windows) {
    int channels = Math.toIntExact(x.dim(-1));
    int row = windows.width().length() * channels;
    int plane = windows.height().length() * row;
    int shift = Math.toIntExact(x.offset()) - Math.toIntExact(out.offset());
    float[] o = out.floats();
    float[] v = x.floats();
    float[] w = g.floats();
    eachBand(
        workers,
        windows,
        out,
        g,
        (cells, element, planes, rows, columns, count, scratch) -> {
          float[] positions = scratch.floats(0, Lanes.COUNT);
          float[] best = scratch.floats(1, Lanes.COUNT);
          find(
              v,
              cells + shift,
              planes,
              rows,
              columns,
              plane,
              row,
              channels,
              count,
              best,
              positions);
          give(o, cells, planes, rows, columns, plane, row, channels, w, element, count, positions);
        });
  }

  // The largest cells so far and their positions lie in arrays, as floats like all else: where
  // vectors lived on through nests of loops, C2 made objects of them in one process of six.
  private static void find(
      float[] v,
      int cells,
      int planes,
      int rows,
      int columns,
      int plane,
      int row,
      int channels,
      int count,
      float[] best,
      float[] positions) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector.broadcast(F, Float.NEGATIVE_INFINITY).intoArray(best, 0);
    FloatVector.zero(F).intoArray(positions, 0);
    float number = 0;
    for (int a = 0; a < planes; a++) {
      for (int b = 0; b < rows; b++) {
        int at = cells + a * plane + b * row;
        for (int c = 0; c < columns; c++, number++, at += channels) {
          FloatVector cell = FloatVector.fromArray(F, v, at, mask);
          FloatVector largest = FloatVector.fromArray(F, best, 0);
          VectorMask<Float> firstNaN =
              cell.compare(VectorOperators.NE, cell)
                  .and(largest.compare(VectorOperators.EQ, largest));
          VectorMask<Float> better = cell.compare(VectorOperators.GT, largest).or(firstNaN);
          largest.blend(cell, better).intoArray(best, 0);
          FloatVector position = FloatVector.fromArray(F, positions, 0);
          position.blend(number, better).intoArray(positions, 0);
        }
      }
    }
  }

  private static void give(
      float[] o,
      int cells,
      int planes,
      int rows,
      int columns,
      int plane,
      int row,
      int channels,
      float[] w,
      int element,
      int count,
      float[] positions) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector position = FloatVector.fromArray(F, positions, 0);
    FloatVector added = FloatVector.fromArray(F, w, element, mask);
    float number = 0;
    for (int a = 0; a < planes; a++) {
      for (int b = 0; b < rows; b++) {
        int at = cells + a * plane + b * row;
        for (int c = 0; c < columns; c++, number++, at += channels) {
          VectorMask<Float> here = position.compare(VectorOperators.EQ, number);
          FloatVector.fromArray(F, o, at, mask).add(added, here).intoArray(o, at, mask);
        }
      }
    }
  }

  /// Zeros, to which `g`, divided by the size of its window, is added at all cells of the window.
  static void averageGradient(Workers workers, Strided out, Strided g, Windows windows) {
    int channels = Math.toIntExact(g.dim(-1));
    int row = windows.width().length() * channels;
    int plane = windows.height().length() * row;
    float[] o = out.floats();
    float[] w = g.floats();
    eachBand(
        workers,
        windows,
        out,
        g,
        (cells, element, planes, rows, columns, count, _) -> {
          VectorMask<Float> mask = F.indexInRange(0, count);
          FloatVector share =
              FloatVector.fromArray(F, w, element, mask).div(planes * rows * columns);
          for (int a = 0; a < planes; a++) {
            for (int b = 0; b < rows; b++) {
              int at = cells + a * plane + b * row;
              for (int c = 0; c < columns; c++, at += channels) {
                FloatVector.fromArray(F, o, at, mask).add(share).intoArray(o, at, mask);
              }
            }
          }
        });
  }

  // Runs the action for all windows; rows of them are shared among the workers.
  private static void eachWindow(
      Workers workers, Windows windows, Strided x, Strided out, Action action) {
    int channels = Math.toIntExact(x.dim(-1));
    int perSample = windows.rows();
    int all = Math.multiplyExact(Math.toIntExact(x.dim(0)), perSample);
    int perBlock = Math.max(1, GRAIN / Math.max(1, windows.width().length() * channels));
    int height = windows.height().count();
    workers.run(
        Math.ceilDiv(all, perBlock),
        (block, scratch) -> {
          for (int n = block * perBlock; n < Math.min(all, (block + 1) * perBlock); n++) {
            int i = n % perSample / height;
            row(windows, x, out, n / perSample, i, n % height, channels, action, scratch);
          }
        });
  }

  // Runs the action for all windows, after setting the cells to zero; bands of cells, which no two
  // windows of different bands share, are shared among the workers.
  private static void eachBand(
      Workers workers, Windows windows, Strided x, Strided g, Action action) {
    int channels = Math.toIntExact(x.dim(-1));
    int perSample = windows.bands();
    int all = Math.multiplyExact(Math.toIntExact(x.dim(0)), perSample);
    int size = Math.max(1, windows.cells() / perSample * channels);
    int perBlock = Math.max(1, GRAIN / size);
    WindowAxis depth = windows.depth();
    WindowAxis height = windows.height();
    workers.run(
        Math.ceilDiv(all, perBlock),
        (block, scratch) -> {
          for (int n = block * perBlock; n < Math.min(all, (block + 1) * perBlock); n++) {
            int sample = n / perSample;
            int p = n % perSample / height.bands();
            int q = n % height.bands();
            clear(windows, x, sample, p, q, channels);
            for (int i = depth.firstWindow(p); i < depth.lastWindow(p); i++) {
              for (int j = height.firstWindow(q); j < height.lastWindow(q); j++) {
                row(windows, x, g, sample, i, j, channels, action, scratch);
              }
            }
          }
        });
  }

  private static void clear(Windows windows, Strided x, int sample, int p, int q, int channels) {
    WindowAxis height = windows.height();
    int from = Math.toIntExact(x.offset()) + sample * windows.cells() * channels;
    for (int i = windows.depth().bandStart(p); i < windows.depth().bandStop(p); i++) {
      int first = from + windows.cell(i, height.bandStart(q), 0) * channels;
      int last = from + windows.cell(i, height.bandStop(q), 0) * channels;
      Arrays.fill(x.floats(), first, last, 0);
    }
  }

  // A row of windows, whose cells are in x and whose elements are in y.
  private static void row(
      Windows windows,
      Strided x,
      Strided y,
      int sample,
      int i,
      int j,
      int channels,
      Action action,
      Scratch scratch) {
    WindowAxis width = windows.width();
    int a = windows.depth().start(i);
    int b = windows.height().start(j);
    int planes = windows.depth().stop(i) - a;
    int rows = windows.height().stop(j) - b;
    int first = Math.toIntExact(x.offset()) + sample * windows.cells() * channels;
    int number = (sample * windows.depth().count() + i) * windows.height().count() + j;
    int element = Math.toIntExact(y.offset()) + number * width.count() * channels;
    for (int k = 0; k < width.count(); k++, element += channels) {
      int cells = first + windows.cell(a, b, width.start(k)) * channels;
      int columns = width.stop(k) - width.start(k);
      for (int c = 0; c < channels; c += Lanes.COUNT) {
        int count = Math.min(Lanes.COUNT, channels - c);
        action.run(cells + c, element + c, planes, rows, columns, count, scratch);
      }
    }
  }
}

package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Taps;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;

/// Patches times a packed matrix. The rows of a tile are one window of as many boxes: mostly those
/// of neighbouring samples, so that no width of an image leaves part of a tile unused.
///
/// The taps of a line lie side by side under the box. Where they make a run that is long enough,
/// the product is summed run by run: each is a product of packed panels, of which the matrix's
/// stays in the first-level cache for a line of windows.
final class BoxProduct implements Workers.Task {
  // Of shorter runs the additions to what is there cost more than the panels gain.
  private static final int LEAST_RUN = 32;

  private final Taps taps;
  private final Boxes boxes;
  private final BoxCells cells;
  private final int channels;
  private final int[] positions;
  private final float[] b;
  private final float[] out;
  private final int to;
  private final int n;
  private final int row;
  private final boolean inRuns;
  private final int run;

  /// The product of the patches of `x` and `b`, whose panels follow each other.
  ///
  /// @param from the position of the first channel of the group
  /// @param to the position of the first filter of the group
  BoxProduct(Taps taps, Boxes boxes, float[] x, int from, float[] b, float[] out, int to) {
    this.taps = taps;
    this.boxes = boxes;
    this.cells = new BoxCells(taps, boxes, x, from);
    this.channels = taps.channels();
    this.b = b;
    this.out = out;
    this.to = to;
    this.n = taps.filters();
    this.row = taps.groups() * n;
    int side = taps.width().dilation() == 1 ? taps.width().size() : 1;
    int[] distances = boxes.taps();
    this.inRuns = side * channels >= LEAST_RUN;
    this.run = (inRuns ? side : distances.length) * channels;
    this.positions = new int[distances.length * channels];
    Arrays.setAll(positions, p -> (distances[p / channels] * channels + p % channels) * ROWS);
  }

  /// Computes the windows of some boxes, as many as a tile has rows.
  @Override
  public void run(int unit, Scratch scratch) {
    int first = unit * ROWS;
    int sample = first % taps.samples();
    int box = first / taps.samples();
    float[] a = cells.ofItems(first, scratch);
    float[] edge = scratch.floats(5, ROWS * COLUMNS);
    boolean together = sample + ROWS <= taps.samples();
    int planes = together ? boxes.windows(box, 0) : boxes.side(0);
    int lines = together ? boxes.windows(box, 1) : boxes.side(1);
    int windows = together ? boxes.windows(box, 2) : boxes.side(2);
    int step = taps.width().stride() * channels * ROWS;
    for (int i = 0; i < planes; i++) {
      for (int j = 0; j < lines; j++) {
        int corner = boxes.corner(i, j) * channels * ROWS;
        if (together) {
          int window = sample * taps.windows() + boxes.window(box, i, j);
          samples(window, windows, a, corner, edge);
        } else {
          for (int k = 0; k < windows; k++) {
            items(first, i, j, k, a, corner + k * step, edge);
          }
        }
      }
    }
  }

  /// A line of windows of neighbouring samples.
  private void samples(int window, int count, float[] a, int corner, float[] edge) {
    int step = taps.width().stride() * channels * ROWS;
    int ldc = taps.windows() * row;
    for (int p = 0; p < positions.length; p += run) {
      for (int q = 0; q < n; q += COLUMNS) {
        int wide = Math.min(COLUMNS, n - q);
        for (int k = 0; k < count; k++) {
          int c = to + (window + k) * row + q;
          tile(p, q, a, corner + k * step, out, c, ldc, wide, edge);
        }
      }
    }
  }

  /// One window of boxes of any samples, those that have it.
  private void items(int first, int i, int j, int k, float[] a, int corner, float[] edge) {
    int last = Math.min(first + ROWS, taps.samples() * boxes.count());
    for (int q = 0; q < n; q += COLUMNS) {
      int wide = Math.min(COLUMNS, n - q);
      for (int p = 0; p < positions.length; p += run) {
        tile(p, q, a, corner, edge, 0, COLUMNS, COLUMNS, edge);
      }
      for (int item = first; item < last; item++) {
        int box = item / taps.samples();
        boolean has =
            i < boxes.windows(box, 0) && j < boxes.windows(box, 1) && k < boxes.windows(box, 2);
        if (has) {
          int window = item % taps.samples() * taps.windows() + boxes.window(box, i, j) + k;
          System.arraycopy(edge, (item - first) * COLUMNS, out, to + window * row + q, wide);
        }
      }
    }
  }

  /// Writes a tile's sums over the run from position `p` on, or adds those of a later one.
  private void tile(
      int p, int q, float[] a, int corner, float[] c, int cAt, int ldc, int wide, float[] edge) {
    int panel = q * positions.length + p * COLUMNS;
    boolean add = p > 0;
    if (inRuns) {
      int x = corner + positions[p];
      PackedTile.tile(run, a, x, b, panel, c, cAt, ldc, ROWS, wide, add, edge);
    } else {
      PatchTile.tile(run, positions, a, corner, b, panel, c, cAt, ldc, ROWS, wide, add, edge);
    }
  }
}

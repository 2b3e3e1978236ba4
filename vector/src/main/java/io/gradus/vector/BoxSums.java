package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Taps;

/// Transposed patches times gradient. The rows of a tile are neighbouring channels of a tap, or of
/// neighbouring taps; the windows of a unit, some samples or a box of one, are what is summed over.
final class BoxSums {
  private final Taps taps;
  private final Boxes boxes;
  private final BoxCells cells;
  private final int perUnit;
  private final float[] g;
  private final int of;
  private final int f;
  // For each tile its first row in the result, how many it has, and where it begins.
  private final int[] rows;
  private final int[] heights;
  private final int[] starts;

  /// The sums over the windows of `x` and the gradient `g`.
  ///
  /// @param deep about how many windows a unit is to have
  /// @param from the position of the first channel of the group
  /// @param of the position of the first filter of the group
  BoxSums(Taps taps, int deep, float[] x, int from, float[] g, int of) {
    this.taps = taps;
    this.boxes = new Boxes(taps, deep, 1);
    this.cells = new BoxCells(taps, boxes, x, from);
    this.perUnit = boxes.count() > 1 ? 1 : Math.clamp(deep / taps.windows(), 1, taps.samples());
    this.g = g;
    this.of = of;
    this.f = taps.filters();
    boolean inLines = taps.width().dilation() == 1;
    int run = (inLines ? taps.width().size() : 1) * taps.channels();
    int perRun = Math.ceilDiv(run, ROWS);
    int[] distances = boxes.taps();
    int tiles = taps.size() * taps.channels() / run * perRun;
    this.rows = new int[tiles];
    this.heights = new int[tiles];
    this.starts = new int[tiles];
    for (int tile = 0; tile < tiles; tile++) {
      int inside = tile % perRun * ROWS;
      int first = tile / perRun * run;
      rows[tile] = first + inside;
      heights[tile] = Math.min(ROWS, run - inside);
      starts[tile] = distances[first / taps.channels()] * taps.channels() + inside;
    }
  }

  /// {@return the number of units}
  int units() {
    return Math.ceilDiv(taps.samples(), perUnit) * boxes.count();
  }

  /// {@return the number of tiles along the rows of the result}
  int tiles() {
    return rows.length;
  }

  /// Writes the sums over the windows of a unit, or adds them.
  ///
  /// @param first the first tile that is wanted
  /// @param last the tile after the last
  void sum(int unit, int first, int last, float[] sums, int to, boolean add, Scratch scratch) {
    int box = unit % boxes.count();
    int sample = unit / boxes.count() * perUnit;
    int samples = Math.min(perUnit, taps.samples() - sample);
    int count = samples * boxes.windows(box, 0) * boxes.windows(box, 1) * boxes.windows(box, 2);
    float[] a = cells.ofSamples(sample, samples, box, scratch);
    int[] positions = positions(samples, box, scratch.ints(count));
    float[] edge = scratch.floats(5, ROWS * COLUMNS);
    float[] b = scratch.floats(2, PanelProduct.packed(f, count));
    int row = taps.groups() * f;
    int window = sample * taps.windows() + boxes.window(box, 0, 0);
    Packing.slice(g, of + window * row, row, f, 0, count, count, b, 0, COLUMNS);
    for (int q = 0; q < f; q += COLUMNS) {
      int wide = Math.min(COLUMNS, f - q);
      for (int tile = first; tile < last; tile++) {
        int c = to + rows[tile] * f + q;
        PatchTile.tile(
            count,
            positions,
            a,
            starts[tile],
            b,
            q * count,
            sums,
            c,
            f,
            heights[tile],
            wide,
            add,
            edge);
      }
    }
  }

  /// Where the windows of a unit begin. They follow each other in the gradient: a box is cut across
  /// one axis, and what is inside it is whole.
  private int[] positions(int samples, int box, int[] positions) {
    int planes = boxes.windows(box, 0);
    int lines = boxes.windows(box, 1);
    int windows = boxes.windows(box, 2);
    int step = taps.width().stride() * taps.channels();
    int next = 0;
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < planes; i++) {
        for (int j = 0; j < lines; j++) {
          int corner = (s * boxes.cells() + boxes.corner(i, j)) * taps.channels();
          for (int k = 0; k < windows; k++) {
            positions[next++] = corner + k * step;
          }
        }
      }
    }
    return positions;
  }
}

package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Taps;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;

/// Convolutions in float32 as matrix products of patches, which are laid out nowhere: the tiles
/// read them from the cells under a box of windows, see [BoxCells] and [MicroKernel]. Patches times
/// kernel; transposed patches times gradient. A convolution with one tap is a matrix product as it
/// stands, and the gradient by the input at strides of 1 is a convolution with the mirrored kernel;
/// at others it is the gradient times the transposed kernel, added back to the cells. Depthwise
/// convolutions take another way, see [DepthwiseConvolutions].
///
/// Blocks and the order of additions follow from the shapes alone. All arrays are dense from their
/// positions on.
final class VectorConvolutions {
  // Windows of a box: their cells, times the rows of a tile, stay in the second-level cache.
  private static final int WINDOWS = 128;
  // Tiles' worth of boxes that there are to be at least, to share among the workers.
  private static final int UNITS = 4;
  // Windows that the gradient by the kernel sums at a time.
  private static final int DEEP = 128;
  // Floats of patches that stay in the second-level cache while they are added back.
  private static final int BLOCK = 24 * 1024;
  private static final int LEAST_ROWS = 24;
  private static final int MOST_ROWS = 480;
  // Parts of the windows that this gradient is computed for apart, and the floats of their sums.
  private static final int PARTS = 16;
  private static final int PART_ROWS = 1024;
  private static final int PART_SUMS = 1 << 22;
  // With fewer parts their taps are divided too.
  private static final int GROUPS = 8;

  private final Workers workers;
  private final Gemm gemm;
  private final Taps taps;
  private final int c;
  private final int f;
  private final int allC;
  private final int allF;
  private final int rows;
  private final int k;

  VectorConvolutions(Workers workers, Gemm gemm, Taps taps) {
    this.workers = workers;
    this.gemm = gemm;
    this.taps = taps;
    this.c = taps.channels();
    this.f = taps.filters();
    this.allC = taps.groups() * c;
    this.allF = taps.groups() * f;
    this.rows = taps.samples() * taps.windows();
    this.k = taps.size() * c;
  }

  /// {@return whether each window is one cell, in order}
  private boolean isPointwise() {
    return isPointwise(taps.depth()) && isPointwise(taps.height()) && isPointwise(taps.width());
  }

  private static boolean isPointwise(Taps.Axis axis) {
    return axis.size() == 1
        && axis.stride() == 1
        && axis.before() == 0
        && axis.windows() == axis.length();
  }

  /// The convolution.
  void forward(float[] out, int o, float[] x, int i, float[] kernel, int j) {
    if (DepthwiseConvolutions.fit(taps)) {
      new DepthwiseConvolutions(workers, taps).forward(out, o, x, i, kernel, j);
      return;
    }
    for (int group = 0; group < taps.groups(); group++) {
      int from = i + group * c;
      int weights = j + group * f;
      int to = o + group * f;
      if (isPointwise()) {
        gemm.multiply(rows, f, c, x, from, allC, 1, kernel, weights, allF, 1, out, to, allF);
      } else {
        product(taps, x, from, kernel, weights, allF, out, to);
      }
    }
  }

  /// Patches times a matrix with dense rows `bRow` apart.
  private void product(
      Taps taps, float[] x, int from, float[] b, int bAt, int bRow, float[] out, int to) {
    int inner = taps.size() * taps.channels();
    int n = taps.filters();
    Boxes boxes = new Boxes(taps, WINDOWS, Math.ceilDiv(UNITS * ROWS, taps.samples()));
    int units = Math.ceilDiv(taps.samples() * boxes.count(), ROWS);
    try (Scratch shared = workers.borrow()) {
      float[] packed = shared.floats(0, PanelProduct.packed(n, inner));
      pack(b, bAt, bRow, 1, n, inner, packed);
      BoxProduct product = new BoxProduct(taps, boxes, x, from, packed, out, to);
      workers.run(units, product);
    }
  }

  private void pack(float[] b, int at, int row, int column, int n, int inner, float[] packed) {
    workers.run(
        Math.ceilDiv(n, COLUMNS),
        (panel, scratch) ->
            PanelProduct.pack(panel, b, at, row, column, n, inner, packed, scratch));
  }

  // A multiple of both heights that tiles may have.
  private static int blockRows(int inner) {
    int fit = Math.clamp(BLOCK / inner, LEAST_ROWS, MOST_ROWS);
    return fit - fit % LEAST_ROWS;
  }

  /// The gradient by the input.
  void transposed(float[] out, int o, float[] g, int i, float[] kernel, int j) {
    if (DepthwiseConvolutions.fit(taps)) {
      new DepthwiseConvolutions(workers, taps).transposed(out, o, g, i, kernel, j);
      return;
    }
    boolean dense =
        taps.depth().stride() == 1 && taps.height().stride() == 1 && taps.width().stride() == 1;
    for (int group = 0; group < taps.groups(); group++) {
      int from = i + group * f;
      int weights = j + group * f;
      int to = o + group * c;
      if (isPointwise()) {
        gemm.multiply(rows, c, f, g, from, allF, 1, kernel, weights, 1, allF, out, to, allC);
      } else if (dense) {
        mirrored(out, to, g, from, kernel, weights);
      } else {
        scattered(out, to, g, from, kernel, weights);
      }
    }
  }

  private void mirrored(float[] out, int to, float[] g, int from, float[] kernel, int weights) {
    Taps back =
        new Taps(
            taps.samples(),
            mirrored(taps.depth()),
            mirrored(taps.height()),
            mirrored(taps.width()),
            taps.groups(),
            f,
            c);
    int size = taps.size();
    try (Scratch shared = workers.borrow()) {
      // The taps in reverse order, for each a matrix of filters by channels.
      float[] turned = shared.floats(1, size * c * f);
      for (int tap = 0; tap < size; tap++) {
        for (int a = 0; a < c; a++) {
          int source = weights + ((size - 1 - tap) * c + a) * allF;
          for (int b = 0; b < f; b++) {
            turned[(tap * f + b) * c + a] = kernel[source + b];
          }
        }
      }
      product(back, g, from, turned, 0, c, out, to);
    }
  }

  private static Taps.Axis mirrored(Taps.Axis axis) {
    int reach = (axis.size() - 1) * axis.dilation();
    return new Taps.Axis(
        /* length= */ axis.windows(),
        /* windows= */ axis.length(),
        axis.size(),
        1,
        axis.dilation(),
        reach - axis.before());
  }

  private void scattered(float[] out, int to, float[] g, int from, float[] kernel, int weights) {
    Patches cells = new Patches(taps, out, to);
    int windows = taps.windows();
    int block = Math.min(windows, blockRows(k));
    int perSample = taps.cells() * allC;
    try (Scratch shared = workers.borrow()) {
      // The kernel as a matrix of filters by taps and channels.
      float[] packed = shared.floats(0, PanelProduct.packed(k, f));
      pack(kernel, weights, 1, allF, k, f, packed);
      workers.run(
          taps.samples(),
          (sample, scratch) -> {
            clear(out, to + sample * perSample);
            float[] lines = scratch.floats(0, block * k);
            for (int first = 0; first < windows; first += block) {
              int count = Math.min(block, windows - first);
              int window = sample * windows + first;
              int at = from + window * allF;
              PanelProduct.multiply(count, k, f, g, at, allF, packed, lines, 0, k, scratch);
              cells.add(window, count, lines, 0);
            }
          });
    }
  }

  private void clear(float[] out, int at) {
    for (int cell = 0; cell < taps.cells(); cell++) {
      Arrays.fill(out, at + cell * allC, at + cell * allC + c, 0);
    }
  }

  /// The gradient by the kernel.
  void kernel(float[] out, int o, float[] x, int i, float[] g, int j) {
    if (DepthwiseConvolutions.fit(taps)) {
      new DepthwiseConvolutions(workers, taps).kernel(out, o, x, i, g, j);
      return;
    }
    for (int group = 0; group < taps.groups(); group++) {
      int from = i + group * c;
      int of = j + group * f;
      int to = o + group * f;
      if (isPointwise()) {
        gemm.multiply(c, f, rows, x, from, 1, allC, g, of, allF, 1, out, to, allF);
      } else {
        sums(x, from, g, of, out, to);
      }
    }
  }

  private void sums(float[] x, int from, float[] g, int of, float[] out, int to) {
    BoxSums boxes = new BoxSums(taps, DEEP, x, from, g, of);
    int most = Math.clamp(PART_SUMS / ((long) k * f), 1, PARTS);
    int perPart = Math.ceilDiv(boxes.units(), Math.clamp(rows / PART_ROWS, 1, most));
    int parts = Math.ceilDiv(boxes.units(), perPart);
    int perGroup = Math.ceilDiv(boxes.tiles(), Math.ceilDiv(GROUPS, parts));
    int groups = Math.ceilDiv(boxes.tiles(), perGroup);
    try (Scratch shared = workers.borrow()) {
      float[] sums = shared.floats(0, parts * k * f);
      workers.run(
          parts * groups,
          (number, scratch) -> {
            int part = number / groups;
            int first = number % groups * perGroup;
            int last = Math.min(boxes.tiles(), first + perGroup);
            int begin = part * perPart;
            int end = Math.min(boxes.units(), begin + perPart);
            for (int unit = begin; unit < end; unit++) {
              boxes.sum(unit, first, last, sums, part * k * f, unit > begin, scratch);
            }
          });
      merge(sums, parts, out, to);
    }
  }

  private void merge(float[] sums, int parts, float[] out, int to) {
    workers.run(
        taps.size(),
        (tap, _) -> {
          for (int row = tap * c; row < (tap + 1) * c; row++) {
            int target = to + row * allF;
            System.arraycopy(sums, row * f, out, target, f);
            for (int part = 1; part < parts; part++) {
              int from = (part * k + row) * f;
              for (int b = 0; b < f; b++) {
                out[target + b] += sums[from + b];
              }
            }
          }
        });
  }
}

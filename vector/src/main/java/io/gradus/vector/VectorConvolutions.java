package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Taps;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;

/// Convolutions in float32 as matrix products of patches, which are laid out block by block in
/// working memory: patches times kernel; gradient times transposed kernel, added back to the cells;
/// transposed patches times gradient. A convolution with one tap is a matrix product as it stands,
/// and the gradient by the input at strides of 1 is a convolution with the mirrored kernel.
///
/// Blocks and the order of additions follow from the shapes alone. All arrays are dense from their
/// positions on.
final class VectorConvolutions {
  // Floats of patches that stay in the second-level cache while they are used.
  private static final int BLOCK = 24 * 1024;
  private static final int LEAST_ROWS = 24;
  private static final int MOST_ROWS = 480;
  // Windows that the gradient by the kernel sums at a time.
  private static final int DEEP = 256;
  // Parts of the windows that this gradient is computed for apart, and the floats of their sums.
  private static final int PARTS = 16;
  private static final int PART_ROWS = 1024;
  private static final int PART_SUMS = 1 << 22;
  // With fewer parts their taps are divided too.
  private static final int UNITS = 8;

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
    for (int group = 0; group < taps.groups(); group++) {
      int from = i + group * c;
      int weights = j + group * f;
      int to = o + group * f;
      if (isPointwise()) {
        gemm.multiply(rows, f, c, x, from, allC, 1, kernel, weights, allF, 1, out, to, allF);
      } else {
        product(new Patches(taps, x, from), rows, k, f, kernel, weights, allF, out, to, allF);
      }
    }
  }

  /// Patches times a matrix with dense rows `bRow` apart.
  private void product(
      Patches patches,
      int m,
      int inner,
      int n,
      float[] b,
      int bAt,
      int bRow,
      float[] out,
      int to,
      int ldc) {
    int size = inner / patches.channels();
    int block = blockRows(inner);
    try (Scratch shared = workers.borrow()) {
      float[] packed = shared.floats(0, PanelProduct.packed(n, inner));
      pack(b, bAt, bRow, 1, n, inner, packed);
      workers.run(
          Math.ceilDiv(m, block),
          (number, scratch) -> {
            int first = number * block;
            int count = Math.min(block, m - first);
            float[] lines = scratch.floats(0, block * inner);
            patches.copy(first, count, 0, size, lines, 0);
            int at = to + first * ldc;
            PanelProduct.multiply(count, n, inner, lines, 0, inner, packed, out, at, ldc, scratch);
          });
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
      int cells = taps.samples() * taps.cells();
      product(new Patches(back, g, from), cells, size * f, c, turned, 0, c, out, to, allC);
    }
  }

  private static Taps.Axis mirrored(Taps.Axis axis) {
    int reach = (axis.size() - 1) * axis.dilation();
    return new Taps.Axis(
        axis.windows(), axis.length(), axis.size(), 1, axis.dilation(), reach - axis.before());
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
    for (int group = 0; group < taps.groups(); group++) {
      int from = i + group * c;
      int of = j + group * f;
      int to = o + group * f;
      if (isPointwise()) {
        gemm.multiply(c, f, rows, x, from, 1, allC, g, of, allF, 1, out, to, allF);
      } else {
        sums(new Patches(taps, x, from), g, of, out, to);
      }
    }
  }

  private void sums(Patches patches, float[] g, int of, float[] out, int to) {
    int most = Math.clamp(PART_SUMS / ((long) k * f), 1, PARTS);
    int parts = Math.clamp(Math.ceilDiv(rows, PART_ROWS), 1, most);
    int perPart = Math.ceilDiv(rows, parts);
    int divided = Math.min(taps.size(), Math.ceilDiv(UNITS, parts));
    int perUnit = Math.ceilDiv(taps.size(), divided);
    int units = Math.ceilDiv(taps.size(), perUnit);
    try (Scratch shared = workers.borrow()) {
      float[] sums = shared.floats(0, parts * k * f);
      workers.run(
          parts * units,
          (number, scratch) -> {
            int part = number / units;
            int tap = number % units * perUnit;
            int last = Math.min(taps.size(), tap + perUnit);
            int end = Math.min(rows, (part + 1) * perPart);
            int at = (part * k + tap * c) * f;
            Arrays.fill(sums, at, at + (last - tap) * c * f, 0);
            for (int row = part * perPart; row < end; row += DEEP) {
              int deep = Math.min(DEEP, end - row);
              add(patches, row, deep, tap, last, g, of, sums, at, scratch);
            }
          });
      merge(sums, parts, out, to);
    }
  }

  /// Adds what the windows from `row` on give for these taps.
  private void add(
      Patches patches,
      int row,
      int deep,
      int tap,
      int last,
      float[] g,
      int of,
      float[] sums,
      int at,
      Scratch scratch) {
    int m = (last - tap) * c;
    float[] lines = scratch.floats(0, deep * m);
    patches.copy(row, deep, tap, last, lines, 0);
    float[] a = scratch.floats(1, Math.ceilDiv(m, ROWS) * ROWS * deep);
    Packing.slice(lines, 0, m, m, 0, deep, deep, a, 0, ROWS);
    float[] b = scratch.floats(2, Math.ceilDiv(f, COLUMNS) * COLUMNS * deep);
    Packing.slice(g, of + row * allF, allF, f, 0, deep, deep, b, 0, COLUMNS);
    float[] edge = scratch.floats(5, ROWS * COLUMNS);
    for (int p = 0; p < m; p += ROWS) {
      int high = Math.min(ROWS, m - p);
      for (int q = 0; q < f; q += COLUMNS) {
        int wide = Math.min(COLUMNS, f - q);
        int to = at + p * f + q;
        PanelProduct.tile(deep, a, p * deep, b, q * deep, sums, to, f, high, wide, true, edge);
      }
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

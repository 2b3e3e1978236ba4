package io.gradus.vector;

import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import io.gradus.tensor.kernel.Scratch;

/// A small matrix product for one worker: the lines of A one after the other, B packed into panels.
/// Block sums of the inner dimension are added in order, as in [Gemm].
final class PanelProduct {
  private PanelProduct() {}

  /// {@return the floats that the panels of B take}
  static int packed(int n, int k) {
    return Math.ceilDiv(n, COLUMNS) * COLUMNS * k;
  }

  /// Packs panel `j` of B, whose element `(p, q)` is `b[at + p·row + q·column]`.
  static void pack(
      int j, float[] b, int at, int row, int column, int n, int k, float[] to, Scratch scratch) {
    int first = j * COLUMNS;
    Packing.pack(
        b,
        at + first * column,
        column,
        row,
        Math.min(COLUMNS, n - first),
        k,
        to,
        first * k,
        COLUMNS,
        scratch.floats(7, Packing.BUFFER));
  }

  /// Writes the `m × n` product of A, whose rows of `k` elements begin `aRow` apart, and packed B.
  static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      float[] c,
      int cAt,
      int ldc,
      Scratch scratch) {
    int depth = Product.depth(k);
    float[] panel = scratch.floats(6, ROWS * depth);
    float[] buffer = scratch.floats(7, Packing.BUFFER);
    float[] edge = scratch.floats(5, ROWS * COLUMNS);
    for (int start = 0; start < k; start += depth) {
      int deep = Math.min(depth, k - start);
      for (int i = 0; i < m; i += ROWS) {
        int high = Math.min(ROWS, m - i);
        Packing.pack(a, aAt + i * aRow + start, aRow, 1, high, deep, panel, 0, ROWS, buffer);
        for (int j = 0; j < n; j += COLUMNS) {
          int from = j * k + start * COLUMNS;
          int wide = Math.min(COLUMNS, n - j);
          int at = cAt + i * ldc + j;
          PackedTile.tile(deep, panel, 0, b, from, c, at, ldc, high, wide, start > 0, edge);
        }
      }
    }
  }
}

package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;
import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import jdk.incubator.vector.FloatVector;

/// The register tile over patches, see [MicroKernel]: the columns of A begin at any positions,
/// since those of the patches of a convolution overlap, and B is a packed panel.
final class PatchTile {
  private PatchTile() {}

  /// Writes, or adds to, the part of a tile that lies inside C: `high × wide` elements.
  ///
  /// @param n the columns of A and rows of B
  /// @param positions where the columns of A begin
  /// @param row the distance of the tile's first row from there
  /// @param edge working memory for a tile
  static void tile(
      int n,
      int[] positions,
      float[] a,
      int row,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc,
      int high,
      int wide,
      boolean add,
      float[] edge) {
    if (high == ROWS && wide == COLUMNS) {
      whole(n, positions, a, row, b, bAt, c, cAt, ldc, add);
      return;
    }
    whole(n, positions, a, row, b, bAt, edge, 0, COLUMNS, false);
    MicroKernel.keep(edge, c, cAt, ldc, high, wide, add);
  }

  private static void whole(
      int n,
      int[] positions,
      float[] a,
      int row,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    if (ROWS == 8) {
      tile8(n, positions, a, row, b, bAt, c, cAt, ldc, add);
    } else {
      tile6(n, positions, a, row, b, bAt, c, cAt, ldc, add);
    }
  }

  private static void tile8(
      int n,
      int[] positions,
      float[] a,
      int row,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero, c01 = zero;
    FloatVector c10 = zero, c11 = zero;
    FloatVector c20 = zero, c21 = zero;
    FloatVector c30 = zero, c31 = zero;
    FloatVector c40 = zero, c41 = zero;
    FloatVector c50 = zero, c51 = zero;
    FloatVector c60 = zero, c61 = zero;
    FloatVector c70 = zero, c71 = zero;
    for (int p = 0; p < n; p++) {
      int x = row + positions[p];
      int y = bAt + p * (2 * COUNT);
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + COUNT);
      FloatVector s = FloatVector.broadcast(FLOATS, a[x]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(FLOATS, a[x + 1]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(FLOATS, a[x + 2]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(FLOATS, a[x + 3]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(FLOATS, a[x + 4]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      s = FloatVector.broadcast(FLOATS, a[x + 5]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
      s = FloatVector.broadcast(FLOATS, a[x + 6]);
      c60 = s.fma(b0, c60);
      c61 = s.fma(b1, c61);
      s = FloatVector.broadcast(FLOATS, a[x + 7]);
      c70 = s.fma(b0, c70);
      c71 = s.fma(b1, c71);
    }
    if (add) {
      c00 = FloatVector.fromArray(FLOATS, c, cAt).add(c00);
      c01 = FloatVector.fromArray(FLOATS, c, cAt + COUNT).add(c01);
      c10 = FloatVector.fromArray(FLOATS, c, cAt + ldc).add(c10);
      c11 = FloatVector.fromArray(FLOATS, c, cAt + ldc + COUNT).add(c11);
      c20 = FloatVector.fromArray(FLOATS, c, cAt + 2 * ldc).add(c20);
      c21 = FloatVector.fromArray(FLOATS, c, cAt + 2 * ldc + COUNT).add(c21);
      c30 = FloatVector.fromArray(FLOATS, c, cAt + 3 * ldc).add(c30);
      c31 = FloatVector.fromArray(FLOATS, c, cAt + 3 * ldc + COUNT).add(c31);
      c40 = FloatVector.fromArray(FLOATS, c, cAt + 4 * ldc).add(c40);
      c41 = FloatVector.fromArray(FLOATS, c, cAt + 4 * ldc + COUNT).add(c41);
      c50 = FloatVector.fromArray(FLOATS, c, cAt + 5 * ldc).add(c50);
      c51 = FloatVector.fromArray(FLOATS, c, cAt + 5 * ldc + COUNT).add(c51);
      c60 = FloatVector.fromArray(FLOATS, c, cAt + 6 * ldc).add(c60);
      c61 = FloatVector.fromArray(FLOATS, c, cAt + 6 * ldc + COUNT).add(c61);
      c70 = FloatVector.fromArray(FLOATS, c, cAt + 7 * ldc).add(c70);
      c71 = FloatVector.fromArray(FLOATS, c, cAt + 7 * ldc + COUNT).add(c71);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + COUNT);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + COUNT);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + COUNT);
    c40.intoArray(c, cAt + 4 * ldc);
    c41.intoArray(c, cAt + 4 * ldc + COUNT);
    c50.intoArray(c, cAt + 5 * ldc);
    c51.intoArray(c, cAt + 5 * ldc + COUNT);
    c60.intoArray(c, cAt + 6 * ldc);
    c61.intoArray(c, cAt + 6 * ldc + COUNT);
    c70.intoArray(c, cAt + 7 * ldc);
    c71.intoArray(c, cAt + 7 * ldc + COUNT);
  }

  private static void tile6(
      int n,
      int[] positions,
      float[] a,
      int row,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero, c01 = zero;
    FloatVector c10 = zero, c11 = zero;
    FloatVector c20 = zero, c21 = zero;
    FloatVector c30 = zero, c31 = zero;
    FloatVector c40 = zero, c41 = zero;
    FloatVector c50 = zero, c51 = zero;
    for (int p = 0; p < n; p++) {
      int x = row + positions[p];
      int y = bAt + p * (2 * COUNT);
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + COUNT);
      FloatVector s = FloatVector.broadcast(FLOATS, a[x]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(FLOATS, a[x + 1]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(FLOATS, a[x + 2]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(FLOATS, a[x + 3]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(FLOATS, a[x + 4]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      s = FloatVector.broadcast(FLOATS, a[x + 5]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
    }
    if (add) {
      c00 = FloatVector.fromArray(FLOATS, c, cAt).add(c00);
      c01 = FloatVector.fromArray(FLOATS, c, cAt + COUNT).add(c01);
      c10 = FloatVector.fromArray(FLOATS, c, cAt + ldc).add(c10);
      c11 = FloatVector.fromArray(FLOATS, c, cAt + ldc + COUNT).add(c11);
      c20 = FloatVector.fromArray(FLOATS, c, cAt + 2 * ldc).add(c20);
      c21 = FloatVector.fromArray(FLOATS, c, cAt + 2 * ldc + COUNT).add(c21);
      c30 = FloatVector.fromArray(FLOATS, c, cAt + 3 * ldc).add(c30);
      c31 = FloatVector.fromArray(FLOATS, c, cAt + 3 * ldc + COUNT).add(c31);
      c40 = FloatVector.fromArray(FLOATS, c, cAt + 4 * ldc).add(c40);
      c41 = FloatVector.fromArray(FLOATS, c, cAt + 4 * ldc + COUNT).add(c41);
      c50 = FloatVector.fromArray(FLOATS, c, cAt + 5 * ldc).add(c50);
      c51 = FloatVector.fromArray(FLOATS, c, cAt + 5 * ldc + COUNT).add(c51);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + COUNT);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + COUNT);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + COUNT);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + COUNT);
    c40.intoArray(c, cAt + 4 * ldc);
    c41.intoArray(c, cAt + 4 * ldc + COUNT);
    c50.intoArray(c, cAt + 5 * ldc);
    c51.intoArray(c, cAt + 5 * ldc + COUNT);
  }
}

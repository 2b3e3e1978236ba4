package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;
import static io.gradus.vector.MicroKernel.COLUMNS;
import static io.gradus.vector.MicroKernel.ROWS;

import jdk.incubator.vector.FloatVector;

/// The register tile over packed panels of A and of B, see [MicroKernel].
final class PackedTile {
  private PackedTile() {}

  /// Writes, or adds to, the part of a tile that lies inside C: `high × wide` elements.
  ///
  /// @param n the columns of A and rows of B
  /// @param edge working memory for a tile
  static void tile(
      int n,
      float[] a,
      int aAt,
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
      whole(n, a, aAt, b, bAt, c, cAt, ldc, c, cAt, ldc, add);
      return;
    }
    whole(n, a, aAt, b, bAt, edge, 0, COLUMNS, edge, 0, COLUMNS, false);
    MicroKernel.keep(edge, c, cAt, ldc, high, wide, add);
  }

  /// Writes a tile to C, after adding that of S if `add`.
  static void whole(
      int n,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
      float[] c,
      int cAt,
      int ldc,
      boolean add) {
    if (ROWS == 8) {
      tile8(n, a, aAt, b, bAt, s, sAt, lds, c, cAt, ldc, add);
    } else {
      tile6(n, a, aAt, b, bAt, s, sAt, lds, c, cAt, ldc, add);
    }
  }

  private static void tile8(
      int n,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
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
      int x = aAt + p * 8;
      int y = bAt + p * (2 * COUNT);
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + COUNT);
      FloatVector v = FloatVector.broadcast(FLOATS, a[x]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      v = FloatVector.broadcast(FLOATS, a[x + 1]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      v = FloatVector.broadcast(FLOATS, a[x + 2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      v = FloatVector.broadcast(FLOATS, a[x + 3]);
      c30 = v.fma(b0, c30);
      c31 = v.fma(b1, c31);
      v = FloatVector.broadcast(FLOATS, a[x + 4]);
      c40 = v.fma(b0, c40);
      c41 = v.fma(b1, c41);
      v = FloatVector.broadcast(FLOATS, a[x + 5]);
      c50 = v.fma(b0, c50);
      c51 = v.fma(b1, c51);
      v = FloatVector.broadcast(FLOATS, a[x + 6]);
      c60 = v.fma(b0, c60);
      c61 = v.fma(b1, c61);
      v = FloatVector.broadcast(FLOATS, a[x + 7]);
      c70 = v.fma(b0, c70);
      c71 = v.fma(b1, c71);
    }
    if (add) {
      c00 = FloatVector.fromArray(FLOATS, s, sAt).add(c00);
      c01 = FloatVector.fromArray(FLOATS, s, sAt + COUNT).add(c01);
      c10 = FloatVector.fromArray(FLOATS, s, sAt + lds).add(c10);
      c11 = FloatVector.fromArray(FLOATS, s, sAt + lds + COUNT).add(c11);
      c20 = FloatVector.fromArray(FLOATS, s, sAt + 2 * lds).add(c20);
      c21 = FloatVector.fromArray(FLOATS, s, sAt + 2 * lds + COUNT).add(c21);
      c30 = FloatVector.fromArray(FLOATS, s, sAt + 3 * lds).add(c30);
      c31 = FloatVector.fromArray(FLOATS, s, sAt + 3 * lds + COUNT).add(c31);
      c40 = FloatVector.fromArray(FLOATS, s, sAt + 4 * lds).add(c40);
      c41 = FloatVector.fromArray(FLOATS, s, sAt + 4 * lds + COUNT).add(c41);
      c50 = FloatVector.fromArray(FLOATS, s, sAt + 5 * lds).add(c50);
      c51 = FloatVector.fromArray(FLOATS, s, sAt + 5 * lds + COUNT).add(c51);
      c60 = FloatVector.fromArray(FLOATS, s, sAt + 6 * lds).add(c60);
      c61 = FloatVector.fromArray(FLOATS, s, sAt + 6 * lds + COUNT).add(c61);
      c70 = FloatVector.fromArray(FLOATS, s, sAt + 7 * lds).add(c70);
      c71 = FloatVector.fromArray(FLOATS, s, sAt + 7 * lds + COUNT).add(c71);
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
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] s,
      int sAt,
      int lds,
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
      int x = aAt + p * 6;
      int y = bAt + p * (2 * COUNT);
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + COUNT);
      FloatVector v = FloatVector.broadcast(FLOATS, a[x]);
      c00 = v.fma(b0, c00);
      c01 = v.fma(b1, c01);
      v = FloatVector.broadcast(FLOATS, a[x + 1]);
      c10 = v.fma(b0, c10);
      c11 = v.fma(b1, c11);
      v = FloatVector.broadcast(FLOATS, a[x + 2]);
      c20 = v.fma(b0, c20);
      c21 = v.fma(b1, c21);
      v = FloatVector.broadcast(FLOATS, a[x + 3]);
      c30 = v.fma(b0, c30);
      c31 = v.fma(b1, c31);
      v = FloatVector.broadcast(FLOATS, a[x + 4]);
      c40 = v.fma(b0, c40);
      c41 = v.fma(b1, c41);
      v = FloatVector.broadcast(FLOATS, a[x + 5]);
      c50 = v.fma(b0, c50);
      c51 = v.fma(b1, c51);
    }
    if (add) {
      c00 = FloatVector.fromArray(FLOATS, s, sAt).add(c00);
      c01 = FloatVector.fromArray(FLOATS, s, sAt + COUNT).add(c01);
      c10 = FloatVector.fromArray(FLOATS, s, sAt + lds).add(c10);
      c11 = FloatVector.fromArray(FLOATS, s, sAt + lds + COUNT).add(c11);
      c20 = FloatVector.fromArray(FLOATS, s, sAt + 2 * lds).add(c20);
      c21 = FloatVector.fromArray(FLOATS, s, sAt + 2 * lds + COUNT).add(c21);
      c30 = FloatVector.fromArray(FLOATS, s, sAt + 3 * lds).add(c30);
      c31 = FloatVector.fromArray(FLOATS, s, sAt + 3 * lds + COUNT).add(c31);
      c40 = FloatVector.fromArray(FLOATS, s, sAt + 4 * lds).add(c40);
      c41 = FloatVector.fromArray(FLOATS, s, sAt + 4 * lds + COUNT).add(c41);
      c50 = FloatVector.fromArray(FLOATS, s, sAt + 5 * lds).add(c50);
      c51 = FloatVector.fromArray(FLOATS, s, sAt + 5 * lds + COUNT).add(c51);
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

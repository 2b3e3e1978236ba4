package io.gradus.vector;

import static io.gradus.vector.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;

/// The register tile of products in float64: `C = A·B` or `C += A·B` for one packed panel of A and
/// one of B, with 6 × 2 accumulators, each one chain of `fma` in ascending depth. Twelve leave room
/// for the operands in 16 vector registers, and keep both multipliers busy. See [MicroKernel] for
/// why the stores are written out.
final class DoubleTile {
  /// Rows of a panel of A.
  static final int ROWS = 6;

  private static final int LANES = DOUBLES.length();

  /// Columns of a panel of B.
  static final int COLUMNS = 2 * LANES;

  private DoubleTile() {}

  static void run(
      int depth,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      int ldc,
      boolean add) {
    DoubleVector zero = DoubleVector.zero(DOUBLES);
    DoubleVector c00 = zero, c01 = zero;
    DoubleVector c10 = zero, c11 = zero;
    DoubleVector c20 = zero, c21 = zero;
    DoubleVector c30 = zero, c31 = zero;
    DoubleVector c40 = zero, c41 = zero;
    DoubleVector c50 = zero, c51 = zero;
    for (int p = 0; p < depth; p++) {
      int x = aAt + p * ROWS;
      int y = bAt + p * COLUMNS;
      DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
      DoubleVector b1 = DoubleVector.fromArray(DOUBLES, b, y + LANES);
      DoubleVector s = DoubleVector.broadcast(DOUBLES, a[x]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = DoubleVector.broadcast(DOUBLES, a[x + 1]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = DoubleVector.broadcast(DOUBLES, a[x + 2]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = DoubleVector.broadcast(DOUBLES, a[x + 3]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = DoubleVector.broadcast(DOUBLES, a[x + 4]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      s = DoubleVector.broadcast(DOUBLES, a[x + 5]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
    }
    if (add) {
      c00 = DoubleVector.fromArray(DOUBLES, c, cAt).add(c00);
      c01 = DoubleVector.fromArray(DOUBLES, c, cAt + LANES).add(c01);
      c10 = DoubleVector.fromArray(DOUBLES, c, cAt + ldc).add(c10);
      c11 = DoubleVector.fromArray(DOUBLES, c, cAt + ldc + LANES).add(c11);
      c20 = DoubleVector.fromArray(DOUBLES, c, cAt + 2 * ldc).add(c20);
      c21 = DoubleVector.fromArray(DOUBLES, c, cAt + 2 * ldc + LANES).add(c21);
      c30 = DoubleVector.fromArray(DOUBLES, c, cAt + 3 * ldc).add(c30);
      c31 = DoubleVector.fromArray(DOUBLES, c, cAt + 3 * ldc + LANES).add(c31);
      c40 = DoubleVector.fromArray(DOUBLES, c, cAt + 4 * ldc).add(c40);
      c41 = DoubleVector.fromArray(DOUBLES, c, cAt + 4 * ldc + LANES).add(c41);
      c50 = DoubleVector.fromArray(DOUBLES, c, cAt + 5 * ldc).add(c50);
      c51 = DoubleVector.fromArray(DOUBLES, c, cAt + 5 * ldc + LANES).add(c51);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + ldc);
    c11.intoArray(c, cAt + ldc + LANES);
    c20.intoArray(c, cAt + 2 * ldc);
    c21.intoArray(c, cAt + 2 * ldc + LANES);
    c30.intoArray(c, cAt + 3 * ldc);
    c31.intoArray(c, cAt + 3 * ldc + LANES);
    c40.intoArray(c, cAt + 4 * ldc);
    c41.intoArray(c, cAt + 4 * ldc + LANES);
    c50.intoArray(c, cAt + 5 * ldc);
    c51.intoArray(c, cAt + 5 * ldc + LANES);
  }
}

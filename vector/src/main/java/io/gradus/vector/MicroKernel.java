package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;

/// What the register tiles have in common. They make `C = A·B` or `C += A·B` for some rows of A and
/// a packed panel of B. The rows of a tile lie side by side in A: so does a packed panel
/// ([PackedTile]), and so do the patches of a convolution, whose columns overlap ([PatchTile]).
/// Side by side, because the processor then reads them from one address: with an address for each
/// row the additions take the ports of the multiplications (100 instead of 160 GFLOP/s).
///
/// A tile keeps `rows × 2` accumulators over the whole depth. Sixteen is the most C2 bears: with 24
/// it stops inlining, boxes vectors and runs 5 times slower. With 16 vector registers instead of
/// 32, twelve accumulators leave room for the operands. Every accumulator is one chain of `fma` in
/// ascending depth, so neither the tile's shape nor the vector width can change a bit.
///
/// The loads and stores are written out: a helper taking a vector is sometimes compiled on its own
/// first, is then too big to inline, and each call boxes its vector (half the speed, megabytes a
/// product).
final class MicroKernel {
  /// Rows of a panel of A.
  static final int ROWS = COUNT == 16 ? 8 : 6;

  /// Columns of a panel of B.
  static final int COLUMNS = 2 * COUNT;

  private MicroKernel() {}

  /// Copies `high × wide` elements.
  static void move(
      float[] from, int at, int row, float[] to, int toAt, int toRow, int high, int wide) {
    for (int i = 0; i < high; i++) {
      System.arraycopy(from, at + i * row, to, toAt + i * toRow, wide);
    }
  }

  /// Writes, or adds, the `high × wide` elements of a tile that lie inside C.
  static void keep(float[] tile, float[] c, int cAt, int ldc, int high, int wide, boolean add) {
    for (int i = 0; i < high; i++) {
      int target = cAt + i * ldc;
      int source = i * COLUMNS;
      for (int j = 0; j < wide; j++) {
        c[target + j] = add ? c[target + j] + tile[source + j] : tile[source + j];
      }
    }
  }
}

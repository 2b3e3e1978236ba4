package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Products with a vector, bound by the memory that the matrix comes from: no operand is packed.
///
/// *Row times matrix* sums in the order of [Gemm]. *Matrix times column* would be one long chain
/// for each row; there element `p` goes to chain `p mod 16`, and the 16 chains are added pairwise.
final class GemmVector {
  // What an idle product holds in place of operands.
  private static final float[] NONE = {};
  private static final int STRIP = 128;
  private static final int BLOCK_ROWS = 32;
  // Elements of the matrix from which a second core is worth a hand-over.
  private static final long SHARED = 1 << 18;
  private static final int CHAINS = 16;

  private final Workers.Task rowTask = this::strip;
  private final Workers.Task columnTask = this::dots;

  private int m;
  private int n;
  private int k;
  private float[] a = NONE;
  private int aAt;
  private int aRow;
  private int aColumn;
  private float[] b = NONE;
  private int bAt;
  private int bRow;
  private float[] c = NONE;
  private int cAt;
  private int ldc;
  private int blockSize;

  /// `c = aᵀ·B` with a row vector `a` and dense rows in B.
  void rows(
      Workers workers,
      int n,
      int k,
      float[] a,
      int aAt,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt) {
    set(1, n, k, a, aAt, 0, aColumn, b, bAt, bRow, c, cAt, n);
    blockSize = (long) n * k >= SHARED ? STRIP : n;
    try {
      workers.run(Math.ceilDiv(n, blockSize), rowTask);
    } finally {
      clear();
    }
  }

  /// `c = A·b` with a column vector `b`.
  void columns(
      Workers workers,
      int m,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int ldc) {
    set(m, 1, k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, ldc);
    blockSize = (long) m * k >= SHARED ? BLOCK_ROWS : m;
    try {
      workers.run(Math.ceilDiv(m, blockSize), columnTask);
    } finally {
      clear();
    }
  }

  private void set(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int ldc) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.a = a;
    this.aAt = aAt;
    this.aRow = aRow;
    this.aColumn = aColumn;
    this.b = b;
    this.bAt = bAt;
    this.bRow = bRow;
    this.c = c;
    this.cAt = cAt;
    this.ldc = ldc;
  }

  private void clear() {
    a = b = c = NONE;
  }

  private void strip(int block, Scratch scratch) {
    int last = Math.min(n, (block + 1) * blockSize);
    int whole = Product.depth(k);
    for (int p = 0; p < k; p += whole) {
      int deep = Math.min(whole, k - p);
      int x = aAt + p * aColumn;
      int y = bAt + p * bRow;
      int j = block * blockSize;
      for (; j + 8 * COUNT <= last; j += 8 * COUNT) {
        eight(deep, a, x, aColumn, b, y + j, bRow, c, cAt + j, p > 0);
      }
      for (; j < last; j += COUNT) {
        one(deep, a, x, aColumn, b, y + j, bRow, c, cAt + j, p > 0, last - j);
      }
    }
  }

  private static void eight(
      int depth,
      float[] a,
      int at,
      int step,
      float[] b,
      int bAt,
      int row,
      float[] c,
      int cAt,
      boolean add) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero, c1 = zero, c2 = zero, c3 = zero;
    FloatVector c4 = zero, c5 = zero, c6 = zero, c7 = zero;
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.broadcast(FLOATS, a[at + p * step]);
      int y = bAt + p * row;
      c0 = x.fma(FloatVector.fromArray(FLOATS, b, y), c0);
      c1 = x.fma(FloatVector.fromArray(FLOATS, b, y + COUNT), c1);
      c2 = x.fma(FloatVector.fromArray(FLOATS, b, y + 2 * COUNT), c2);
      c3 = x.fma(FloatVector.fromArray(FLOATS, b, y + 3 * COUNT), c3);
      c4 = x.fma(FloatVector.fromArray(FLOATS, b, y + 4 * COUNT), c4);
      c5 = x.fma(FloatVector.fromArray(FLOATS, b, y + 5 * COUNT), c5);
      c6 = x.fma(FloatVector.fromArray(FLOATS, b, y + 6 * COUNT), c6);
      c7 = x.fma(FloatVector.fromArray(FLOATS, b, y + 7 * COUNT), c7);
    }
    if (add) {
      c0 = FloatVector.fromArray(FLOATS, c, cAt).add(c0);
      c1 = FloatVector.fromArray(FLOATS, c, cAt + COUNT).add(c1);
      c2 = FloatVector.fromArray(FLOATS, c, cAt + 2 * COUNT).add(c2);
      c3 = FloatVector.fromArray(FLOATS, c, cAt + 3 * COUNT).add(c3);
      c4 = FloatVector.fromArray(FLOATS, c, cAt + 4 * COUNT).add(c4);
      c5 = FloatVector.fromArray(FLOATS, c, cAt + 5 * COUNT).add(c5);
      c6 = FloatVector.fromArray(FLOATS, c, cAt + 6 * COUNT).add(c6);
      c7 = FloatVector.fromArray(FLOATS, c, cAt + 7 * COUNT).add(c7);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + COUNT);
    c2.intoArray(c, cAt + 2 * COUNT);
    c3.intoArray(c, cAt + 3 * COUNT);
    c4.intoArray(c, cAt + 4 * COUNT);
    c5.intoArray(c, cAt + 5 * COUNT);
    c6.intoArray(c, cAt + 6 * COUNT);
    c7.intoArray(c, cAt + 7 * COUNT);
  }

  private static void one(
      int depth,
      float[] a,
      int at,
      int step,
      float[] b,
      int bAt,
      int row,
      float[] c,
      int cAt,
      boolean add,
      int columns) {
    // Made here: a mask handed over by the caller is an object.
    VectorMask<Float> inside = FLOATS.indexInRange(0, columns);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.broadcast(FLOATS, a[at + p * step]);
      sum = x.fma(FloatVector.fromArray(FLOATS, b, bAt + p * row, inside), sum);
    }
    FloatVector value = add ? FloatVector.fromArray(FLOATS, c, cAt, inside).add(sum) : sum;
    value.intoArray(c, cAt, inside);
  }

  private void dots(int block, Scratch scratch) {
    int padded = (k + CHAINS - 1) & -CHAINS;
    float[] column = b;
    int columnAt = bAt;
    if (bRow != 1 || padded != k) {
      column = scratch.floats(0, padded);
      columnAt = 0;
      line(b, bAt, bRow, column);
    }
    float[] sums = scratch.floats(2, 4 * CHAINS);
    int last = Math.min(m, (block + 1) * blockSize);
    int i = block * blockSize;
    if (aColumn == 1 && padded == k) {
      for (; i + 4 <= last; i += 4) {
        four(k, a, aAt + i * aRow, aRow, column, columnAt, sums);
        for (int r = 0; r < 4; r++) {
          c[cAt + (i + r) * ldc] = tree(sums, r * CHAINS);
        }
      }
    }
    for (; i < last; i++) {
      float[] row = a;
      int rowAt = aAt + i * aRow;
      if (aColumn != 1 || padded != k) {
        row = scratch.floats(1, padded);
        line(a, rowAt, aColumn, row);
        rowAt = 0;
      }
      chains(padded, row, rowAt, column, columnAt, sums);
      c[cAt + i * ldc] = tree(sums, 0);
    }
  }

  private void line(float[] from, int at, int step, float[] to) {
    int padded = (k + CHAINS - 1) & -CHAINS;
    for (int p = 0; p < k; p++) {
      to[p] = from[at + p * step];
    }
    for (int p = k; p < padded; p++) {
      to[p] = 0;
    }
  }

  private static void four(
      int depth, float[] a, int at, int row, float[] b, int bAt, float[] sums) {
    for (int lane = 0; lane < CHAINS; lane += COUNT) {
      FloatVector c0 = FloatVector.zero(FLOATS);
      FloatVector c1 = c0, c2 = c0, c3 = c0;
      for (int p = 0; p < depth; p += CHAINS) {
        int x = at + lane + p;
        FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + lane + p);
        c0 = v.fma(FloatVector.fromArray(FLOATS, a, x), c0);
        c1 = v.fma(FloatVector.fromArray(FLOATS, a, x + row), c1);
        c2 = v.fma(FloatVector.fromArray(FLOATS, a, x + 2 * row), c2);
        c3 = v.fma(FloatVector.fromArray(FLOATS, a, x + 3 * row), c3);
      }
      c0.intoArray(sums, lane);
      c1.intoArray(sums, CHAINS + lane);
      c2.intoArray(sums, 2 * CHAINS + lane);
      c3.intoArray(sums, 3 * CHAINS + lane);
    }
  }

  private static void chains(int depth, float[] a, int at, float[] b, int bAt, float[] sums) {
    for (int lane = 0; lane < CHAINS; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int p = 0; p < depth; p += CHAINS) {
        FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + lane + p);
        sum = v.fma(FloatVector.fromArray(FLOATS, a, at + lane + p), sum);
      }
      sum.intoArray(sums, lane);
    }
  }

  private static float tree(float[] sums, int at) {
    for (int half = CHAINS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[at + i] += sums[at + i + half];
      }
    }
    return sums[at];
  }
}

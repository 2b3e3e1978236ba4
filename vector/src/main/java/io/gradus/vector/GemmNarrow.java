package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;

/// Products with few columns, or small ones: B packed into panels one vector wide, A read in place.
/// A tile two vectors wide would waste most of its lanes, and packing A cost half as much as the
/// multiplication.
///
/// Rows of B that lie behind each other are only copied: a vector then reads beyond its row, into
/// lanes that nobody looks at.
final class GemmNarrow {
  // What an idle product holds in place of operands.
  private static final float[] NONE = {};
  private static final int BLOCK_ROWS = 64;
  // Multiply-adds from which a second core is worth a hand-over: it mostly has a part of A in its
  // cache.
  private static final long SHARED = 1 << 18;
  // How deep B is packed at most: a panel is then 256 KB with 16 lanes.
  private static final int MOST_DEPTH = 4096;
  // Where the rows of A lie side by side, they are lanes: a tile of so many, and four columns.
  private static final int WIDE = 2 * COUNT;
  private static final int FOUR = 4;

  private final Workers.Task computing = this::compute;

  private int m;
  private float[] a = NONE;
  private int aAt;
  private int aRow;
  private int aColumn;
  private float[] c = NONE;
  private int cAt;
  private int ldc;
  private float[] panel = NONE;
  private int width;
  private int blockRows;
  private int start;
  private int end;
  private int depth;
  private int column;
  private int columns;

  void multiply(
      Workers workers,
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
      int bColumn,
      float[] c,
      int cAt,
      int ldc) {
    this.m = m;
    this.a = a;
    this.aAt = aAt;
    this.aRow = aRow;
    this.aColumn = aColumn;
    this.c = c;
    this.cAt = cAt;
    this.ldc = ldc;
    depth = Product.depth(k);
    int deep = MOST_DEPTH / depth * depth;
    boolean behind = bColumn == 1 && bRow == n && n <= COUNT;
    width = behind ? n : COUNT;
    // One vector of columns at a time; a block of rows for each worker when it pays.
    boolean share = (long) m * Math.min(n, COUNT) * k >= SHARED;
    blockRows = share ? BLOCK_ROWS : m;
    try (Scratch scratch = workers.borrow()) {
      panel = scratch.floats(0, COUNT * (Math.min(k, deep) + 1));
      float[] buffer = scratch.floats(1, Packing.BUFFER);
      for (column = 0; column < n; column += COUNT) {
        columns = Math.min(COUNT, n - column);
        for (start = 0; start < k; start = end) {
          end = Math.min(k, start + deep);
          int from = bAt + start * bRow + column * bColumn;
          if (behind) {
            System.arraycopy(b, from, panel, 0, (end - start) * n);
          } else {
            Packing.pack(b, from, bColumn, bRow, columns, end - start, panel, 0, COUNT, buffer);
          }
          workers.run(Math.ceilDiv(m, blockRows), computing);
        }
      }
    } finally {
      this.a = this.c = panel = NONE;
    }
  }

  private void compute(int block, Scratch scratch) {
    float[] edge = scratch.floats(0, 8 * COUNT);
    int first = block * blockRows;
    int last = Math.min(m, first + blockRows);
    for (int p = start; p < end; p += depth) {
      int deep = Math.min(depth, end - p);
      int y = (p - start) * width;
      int i = first;
      for (; aRow == 1 && i + WIDE <= last; i += WIDE) {
        int x = aAt + i + p * aColumn;
        for (int j = 0; j < columns; j += FOUR) {
          fourColumns(deep, a, x, aColumn, panel, y + j, width, edge);
          mergeColumns(edge, Math.min(FOUR, columns - j), i, j, p > 0);
        }
      }
      for (; i + 8 <= last; i += 8) {
        int x = aAt + i * aRow + p * aColumn;
        if (aColumn == 1) {
          eightDense(deep, a, x, aRow, panel, y, width, edge);
        } else {
          eight(deep, a, x, aRow, aColumn, panel, y, width, edge);
        }
        merge(edge, 8, i, p > 0);
      }
      for (; i < last; i++) {
        one(deep, a, aAt + i * aRow + p * aColumn, aColumn, panel, y, width, edge);
        merge(edge, 1, i, p > 0);
      }
    }
  }

  // Apart from `eight`, because with a variable step C2 keeps a bounds check for every element.
  private static void eightDense(
      int depth, float[] a, int at, int row, float[] b, int bAt, int width, float[] out) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero, c1 = zero, c2 = zero, c3 = zero;
    FloatVector c4 = zero, c5 = zero, c6 = zero, c7 = zero;
    int a1 = at + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + p * width);
      c0 = v.fma(FloatVector.broadcast(FLOATS, a[at + p]), c0);
      c1 = v.fma(FloatVector.broadcast(FLOATS, a[a1 + p]), c1);
      c2 = v.fma(FloatVector.broadcast(FLOATS, a[a2 + p]), c2);
      c3 = v.fma(FloatVector.broadcast(FLOATS, a[a3 + p]), c3);
      c4 = v.fma(FloatVector.broadcast(FLOATS, a[a4 + p]), c4);
      c5 = v.fma(FloatVector.broadcast(FLOATS, a[a5 + p]), c5);
      c6 = v.fma(FloatVector.broadcast(FLOATS, a[a6 + p]), c6);
      c7 = v.fma(FloatVector.broadcast(FLOATS, a[a7 + p]), c7);
    }
    c0.intoArray(out, 0);
    c1.intoArray(out, COUNT);
    c2.intoArray(out, 2 * COUNT);
    c3.intoArray(out, 3 * COUNT);
    c4.intoArray(out, 4 * COUNT);
    c5.intoArray(out, 5 * COUNT);
    c6.intoArray(out, 6 * COUNT);
    c7.intoArray(out, 7 * COUNT);
  }

  private static void eight(
      int depth, float[] a, int at, int row, int step, float[] b, int bAt, int width, float[] out) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c0 = zero, c1 = zero, c2 = zero, c3 = zero;
    FloatVector c4 = zero, c5 = zero, c6 = zero, c7 = zero;
    int a1 = at + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int a6 = a5 + row;
    int a7 = a6 + row;
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + p * width);
      int x = p * step;
      c0 = v.fma(FloatVector.broadcast(FLOATS, a[at + x]), c0);
      c1 = v.fma(FloatVector.broadcast(FLOATS, a[a1 + x]), c1);
      c2 = v.fma(FloatVector.broadcast(FLOATS, a[a2 + x]), c2);
      c3 = v.fma(FloatVector.broadcast(FLOATS, a[a3 + x]), c3);
      c4 = v.fma(FloatVector.broadcast(FLOATS, a[a4 + x]), c4);
      c5 = v.fma(FloatVector.broadcast(FLOATS, a[a5 + x]), c5);
      c6 = v.fma(FloatVector.broadcast(FLOATS, a[a6 + x]), c6);
      c7 = v.fma(FloatVector.broadcast(FLOATS, a[a7 + x]), c7);
    }
    c0.intoArray(out, 0);
    c1.intoArray(out, COUNT);
    c2.intoArray(out, 2 * COUNT);
    c3.intoArray(out, 3 * COUNT);
    c4.intoArray(out, 4 * COUNT);
    c5.intoArray(out, 5 * COUNT);
    c6.intoArray(out, 6 * COUNT);
    c7.intoArray(out, 7 * COUNT);
  }

  /// The products of rows side by side with four columns of B, column by column.
  private static void fourColumns(
      int depth, float[] a, int at, int step, float[] b, int bAt, int width, float[] out) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero, c01 = zero;
    FloatVector c10 = zero, c11 = zero;
    FloatVector c20 = zero, c21 = zero;
    FloatVector c30 = zero, c31 = zero;
    for (int p = 0; p < depth; p++) {
      int x = at + p * step;
      int y = bAt + p * width;
      FloatVector a0 = FloatVector.fromArray(FLOATS, a, x);
      FloatVector a1 = FloatVector.fromArray(FLOATS, a, x + COUNT);
      FloatVector v = FloatVector.broadcast(FLOATS, b[y]);
      c00 = v.fma(a0, c00);
      c01 = v.fma(a1, c01);
      v = FloatVector.broadcast(FLOATS, b[y + 1]);
      c10 = v.fma(a0, c10);
      c11 = v.fma(a1, c11);
      v = FloatVector.broadcast(FLOATS, b[y + 2]);
      c20 = v.fma(a0, c20);
      c21 = v.fma(a1, c21);
      v = FloatVector.broadcast(FLOATS, b[y + 3]);
      c30 = v.fma(a0, c30);
      c31 = v.fma(a1, c31);
    }
    c00.intoArray(out, 0);
    c01.intoArray(out, COUNT);
    c10.intoArray(out, WIDE);
    c11.intoArray(out, WIDE + COUNT);
    c20.intoArray(out, 2 * WIDE);
    c21.intoArray(out, 2 * WIDE + COUNT);
    c30.intoArray(out, 3 * WIDE);
    c31.intoArray(out, 3 * WIDE + COUNT);
  }

  private static void one(
      int depth, float[] a, int at, int step, float[] b, int bAt, int width, float[] out) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + p * width);
      sum = v.fma(FloatVector.broadcast(FLOATS, a[at + p * step]), sum);
    }
    sum.intoArray(out, 0);
  }

  private void merge(float[] edge, int high, int i, boolean add) {
    for (int r = 0; r < high; r++) {
      int target = cAt + (i + r) * ldc + column;
      for (int j = 0; j < columns; j++) {
        float sum = edge[r * COUNT + j];
        c[target + j] = add ? c[target + j] + sum : sum;
      }
    }
  }

  private void mergeColumns(float[] edge, int high, int i, int j, boolean add) {
    for (int r = 0; r < WIDE; r++) {
      int target = cAt + (i + r) * ldc + column + j;
      for (int l = 0; l < high; l++) {
        float sum = edge[l * WIDE + r];
        c[target + l] = add ? c[target + l] + sum : sum;
      }
    }
  }
}

package io.gradus.vector;

import static io.gradus.vector.Lanes.COUNT;
import static io.gradus.vector.Lanes.FLOATS;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;

/// Products with few columns, or small ones: B packed into panels one vector wide, A read in place.
/// A tile two vectors wide would waste most of its lanes, and packing A cost half as much as the
/// multiplication.
final class GemmNarrow {
  // What an idle product holds in place of operands.
  private static final float[] NONE = {};
  private static final int BLOCK_ROWS = 64;
  private static final long SHARED = 1 << 20;

  private final Workers.Task computing = this::compute;

  private int m;
  private float[] a = NONE;
  private int aAt;
  private int aRow;
  private int aColumn;
  private float[] c = NONE;
  private int cAt;
  private int ldc;
  private float[] packed = NONE;
  private int blockRows;
  private int start;
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
    int whole = Product.depth(k);
    // One vector of columns at a time; a block of rows for each worker when it pays.
    boolean share = (long) m * Math.min(n, COUNT) * Math.min(k, whole) >= SHARED;
    blockRows = share ? BLOCK_ROWS : m;
    try (Scratch scratch = workers.borrow()) {
      packed = scratch.floats(0, COUNT * whole);
      float[] buffer = scratch.floats(1, Packing.BUFFER);
      for (column = 0; column < n; column += COUNT) {
        columns = Math.min(COUNT, n - column);
        for (start = 0; start < k; start += whole) {
          depth = Math.min(whole, k - start);
          int from = bAt + start * bRow + column * bColumn;
          Packing.pack(b, from, bColumn, bRow, columns, depth, packed, 0, COUNT, buffer);
          workers.run(Math.ceilDiv(m, blockRows), computing);
        }
      }
    } finally {
      this.a = this.c = packed = NONE;
    }
  }

  private void compute(int block, Scratch scratch) {
    float[] edge = scratch.floats(0, 8 * COUNT);
    int last = Math.min(m, (block + 1) * blockRows);
    int i = block * blockRows;
    for (; i + 8 <= last; i += 8) {
      int from = aAt + i * aRow + start * aColumn;
      if (aColumn == 1) {
        eightDense(depth, a, from, aRow, packed, edge);
      } else {
        eight(depth, a, from, aRow, aColumn, packed, edge);
      }
      merge(edge, 8, i);
    }
    for (; i < last; i++) {
      one(depth, a, aAt + i * aRow + start * aColumn, aColumn, packed, edge);
      merge(edge, 1, i);
    }
  }

  // Apart from `eight`, because with a variable step C2 keeps a bounds check for every element.
  private static void eightDense(int depth, float[] a, int at, int row, float[] b, float[] out) {
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
      FloatVector v = FloatVector.fromArray(FLOATS, b, p * COUNT);
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
      int depth, float[] a, int at, int row, int step, float[] b, float[] out) {
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
      FloatVector v = FloatVector.fromArray(FLOATS, b, p * COUNT);
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

  private static void one(int depth, float[] a, int at, int step, float[] b, float[] out) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      FloatVector v = FloatVector.fromArray(FLOATS, b, p * COUNT);
      sum = v.fma(FloatVector.broadcast(FLOATS, a[at + p * step]), sum);
    }
    sum.intoArray(out, 0);
  }

  private void merge(float[] edge, int high, int i) {
    for (int r = 0; r < high; r++) {
      int target = cAt + (i + r) * ldc + column;
      for (int j = 0; j < columns; j++) {
        float sum = edge[r * COUNT + j];
        c[target + j] = start > 0 ? c[target + j] + sum : sum;
      }
    }
  }
}

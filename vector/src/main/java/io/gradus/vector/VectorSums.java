package io.gradus.vector;

import static io.gradus.vector.Lanes.BY_1;
import static io.gradus.vector.Lanes.BY_2;
import static io.gradus.vector.Lanes.BY_4;
import static io.gradus.vector.Lanes.BY_8;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sums;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Sums in the order that [Sums] fixes, to the bit: its 16 lanes are one vector of 512 bits, or two
/// or four narrower ones; in sums over columns each vector holds one lane of neighbouring columns.
final class VectorSums {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int LANES = Sums.LANES;
  private static final int PARTS = LANES / Lanes.COUNT;
  private static final int SHARED = 4;
  // Rows summed side by side: as many as hide an addition's latency.
  private static final int TOGETHER = 4;
  private static final int GRAIN = 16 * 1024;

  /// The floats that a sum works in.
  static final int WORK = TOGETHER * LANES;

  private VectorSums() {}

  /// Sums over the last axis, whose elements lie side by side.
  static void rows(VectorKernels kernels, Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    if (out.size() == 1 && n > Sums.BLOCK) {
      whole(kernels.workers(), out, x, n);
    } else if (n > 0 && n <= Sums.BLOCK && x.isDense()) {
      shortRows(kernels.workers(), out, x, n);
    } else {
      kernels.eachSum(out, x);
    }
  }

  // One long sum: its blocks are shared among the workers.
  private static void whole(Workers workers, Strided out, Strided x, int n) {
    float[] v = x.floats();
    int from = Math.toIntExact(x.offset());
    int count = Math.ceilDiv(n, Sums.BLOCK);
    try (Scratch shared = workers.borrow()) {
      float[] sums = shared.floats(SHARED, count);
      int grain = 8;
      workers.run(
          Math.ceilDiv(count, grain),
          (block, scratch) -> {
            int first = block * grain;
            int last = Math.min(count, first + grain);
            blocks(v, from, n, sums, first, last, scratch.floats(0, WORK));
          });
      float[] lanes = shared.floats(0, WORK);
      out.floats()[Math.toIntExact(out.offset())] = sum(sums, 0, count, lanes);
    }
  }

  // Rows that follow each other.
  private static void shortRows(Workers workers, Strided out, Strided x, int n) {
    float[] v = x.floats();
    float[] o = out.floats();
    int rows = Math.toIntExact(out.size());
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int grain = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, grain),
        (block, scratch) -> {
          int first = block * grain;
          int count = Math.min(grain, rows - first);
          float[] lanes = scratch.floats(0, WORK);
          shortRows(v, from + first * n, n, count, o, to + first, lanes);
        });
  }

  /// {@return the sum of `n` elements that lie side by side}
  ///
  /// @param lanes working memory, of [#WORK] floats
  static float sum(float[] x, int from, int n, float[] lanes) {
    if (n <= Sums.BLOCK) {
      return block(x, from, n, lanes);
    }
    float[] sums = new float[Math.ceilDiv(n, Sums.BLOCK)];
    blocks(x, from, n, sums, 0, sums.length, lanes);
    return sum(sums, 0, sums.length, lanes);
  }

  /// The sums of some blocks of `n` elements, of which the last may be shorter.
  private static void blocks(
      float[] x, int from, int n, float[] sums, int first, int last, float[] lanes) {
    int whole = Math.min(last, n / Sums.BLOCK);
    shortRows(x, from + first * Sums.BLOCK, Sums.BLOCK, whole - first, sums, first, lanes);
    for (int b = Math.max(first, whole); b < last; b++) {
      sums[b] = block(x, from + b * Sums.BLOCK, n - b * Sums.BLOCK, lanes);
    }
  }

  /// Rows of at most a block, four at a time: each addition waits for the one before it in its row.
  static void shortRows(
      float[] x, int from, int n, int count, float[] sums, int to, float[] lanes) {
    int row = 0;
    for (; row + TOGETHER <= count; row += TOGETHER) {
      fourRows(x, from + row * n, n, lanes);
      for (int i = 0; i < TOGETHER; i++) {
        sums[to + row + i] = tree(lanes, i * LANES);
      }
    }
    for (; row < count; row++) {
      sums[to + row] = block(x, from + row * n, n, lanes);
    }
  }

  private static void fourRows(float[] x, int from, int n, float[] lanes) {
    for (int part = 0; part < PARTS; part++) {
      int shift = part * Lanes.COUNT;
      FloatVector zero = FloatVector.zero(F);
      FloatVector a = zero, b = zero, c = zero, d = zero;
      int i = shift;
      for (; i + Lanes.COUNT <= n; i += LANES) {
        int at = from + i;
        a = a.add(FloatVector.fromArray(F, x, at));
        b = b.add(FloatVector.fromArray(F, x, at + n));
        c = c.add(FloatVector.fromArray(F, x, at + 2 * n));
        d = d.add(FloatVector.fromArray(F, x, at + 3 * n));
      }
      if (i < n) {
        VectorMask<Float> rest = F.indexInRange(i, n);
        int at = from + i;
        a = a.add(FloatVector.fromArray(F, x, at, rest), rest);
        b = b.add(FloatVector.fromArray(F, x, at + n, rest), rest);
        c = c.add(FloatVector.fromArray(F, x, at + 2 * n, rest), rest);
        d = d.add(FloatVector.fromArray(F, x, at + 3 * n, rest), rest);
      }
      a.intoArray(lanes, shift);
      b.intoArray(lanes, LANES + shift);
      c.intoArray(lanes, 2 * LANES + shift);
      d.intoArray(lanes, 3 * LANES + shift);
    }
  }

  private static float block(float[] x, int from, int n, float[] lanes) {
    for (int part = 0; part < PARTS; part++) {
      int shift = part * Lanes.COUNT;
      FloatVector sum = FloatVector.zero(F);
      int i = shift;
      for (; i + Lanes.COUNT <= n; i += LANES) {
        sum = sum.add(FloatVector.fromArray(F, x, from + i));
      }
      if (i < n) {
        VectorMask<Float> rest = F.indexInRange(i, n);
        sum = sum.add(FloatVector.fromArray(F, x, from + i, rest), rest);
      }
      sum.intoArray(lanes, shift);
    }
    return tree(lanes, 0);
  }

  /// The sum of the lanes of a block, those half of them apart first.
  static float tree(float[] lanes, int from) {
    FloatVector sum = FloatVector.fromArray(F, lanes, from);
    if (PARTS == 2) {
      sum = sum.add(FloatVector.fromArray(F, lanes, from + Lanes.COUNT));
    } else if (PARTS == 4) {
      FloatVector odd = FloatVector.fromArray(F, lanes, from + Lanes.COUNT);
      sum = sum.add(FloatVector.fromArray(F, lanes, from + 2 * Lanes.COUNT));
      sum = sum.add(odd.add(FloatVector.fromArray(F, lanes, from + 3 * Lanes.COUNT)));
    }
    if (Lanes.COUNT >= 16) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (Lanes.COUNT >= 8) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    sum = sum.add(sum.rearrange(BY_2));
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }

  /// Sums over the last axis where neighbours along the axis before it lie side by side.
  static void columns(Workers workers, Strided out, Strided x) {
    int rows = Math.toIntExact(x.dim(-1));
    int stride = Math.toIntExact(x.stride(-1));
    float[] v = x.floats();
    float[] o = out.floats();
    if (rows > Sums.BLOCK && out.size() == x.dim(-2)) {
      tall(workers, out, x, rows, stride);
      return;
    }
    Columns.run(
        workers,
        Lanes.COUNT,
        out,
        x,
        (from, to, count, scratch) -> columns(v, from, rows, stride, count, scratch, 1, o, to));
  }

  // Many rows and often few columns: the workers share the blocks of rows.
  private static void tall(Workers workers, Strided out, Strided x, int rows, int stride) {
    float[] v = x.floats();
    int from = Math.toIntExact(x.offset());
    int columns = Math.toIntExact(x.dim(-2));
    int groups = Math.ceilDiv(columns, Lanes.COUNT);
    int wide = groups * Lanes.COUNT;
    int blocks = Math.ceilDiv(rows, Sums.BLOCK);
    try (Scratch shared = workers.borrow()) {
      float[] sums = shared.floats(SHARED, Math.multiplyExact(blocks, wide));
      workers.run(
          blocks * groups,
          (number, scratch) -> {
            int first = number / groups * Sums.BLOCK;
            int j = number % groups * Lanes.COUNT;
            int height = Math.min(Sums.BLOCK, rows - first);
            int count = Math.min(Lanes.COUNT, columns - j);
            float[] lanes = scratch.floats(0, LANES * Lanes.COUNT);
            int to = number / groups * wide + j;
            column(v, from + first * stride + j, height, stride, count, lanes, sums, to);
          });
      int to = Math.toIntExact(out.offset());
      for (int j = 0; j < columns; j += Lanes.COUNT) {
        int count = Math.min(Lanes.COUNT, columns - j);
        columns(sums, j, blocks, wide, count, shared, 1, out.floats(), to + j);
      }
    }
  }

  // More than one block of rows: the blocks' sums, a vector each, are summed by the same rule.
  private static void columns(
      float[] x,
      int from,
      int rows,
      int stride,
      int count,
      Scratch scratch,
      int slot,
      float[] out,
      int to) {
    float[] lanes = scratch.floats(0, LANES * Lanes.COUNT);
    if (rows <= Sums.BLOCK) {
      column(x, from, rows, stride, count, lanes, out, to);
      return;
    }
    int blocks = Math.ceilDiv(rows, Sums.BLOCK);
    float[] sums = scratch.floats(slot, blocks * Lanes.COUNT);
    for (int b = 0; b < blocks; b++) {
      int first = b * Sums.BLOCK;
      int height = Math.min(Sums.BLOCK, rows - first);
      column(x, from + first * stride, height, stride, count, lanes, sums, b * Lanes.COUNT);
    }
    columns(sums, 0, blocks, Lanes.COUNT, count, scratch, slot + 1, out, to);
  }

  private static void column(
      float[] x, int from, int rows, int stride, int count, float[] lanes, float[] out, int to) {
    for (int lane = 0; lane < LANES; lane += 8) {
      eightLanes(x, from, rows, stride, count, lanes, lane);
      rest(x, from, rows, stride, count, lanes, lane);
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        int a = i * Lanes.COUNT;
        int b = (i + half) * Lanes.COUNT;
        FloatVector.fromArray(F, lanes, a)
            .add(FloatVector.fromArray(F, lanes, b))
            .intoArray(lanes, a);
      }
    }
    FloatVector.fromArray(F, lanes, 0).intoArray(out, to, F.indexInRange(0, count));
  }

  /// Eight lanes of a block of rows, from `lane` on, as far as all eight have a row. They are eight
  /// chains of additions, as many as hide an addition's latency, and the rows are read in order.
  /// The mask is made here, not passed, since it would be an object where the call is not inlined.
  private static void eightLanes(
      float[] x, int from, int rows, int stride, int count, float[] lanes, int lane) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector zero = FloatVector.zero(F);
    FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    FloatVector s4 = zero, s5 = zero, s6 = zero, s7 = zero;
    for (int row = lane; row + 8 <= rows; row += LANES) {
      int at = from + row * stride;
      s0 = s0.add(FloatVector.fromArray(F, x, at, mask));
      s1 = s1.add(FloatVector.fromArray(F, x, at + stride, mask));
      s2 = s2.add(FloatVector.fromArray(F, x, at + 2 * stride, mask));
      s3 = s3.add(FloatVector.fromArray(F, x, at + 3 * stride, mask));
      s4 = s4.add(FloatVector.fromArray(F, x, at + 4 * stride, mask));
      s5 = s5.add(FloatVector.fromArray(F, x, at + 5 * stride, mask));
      s6 = s6.add(FloatVector.fromArray(F, x, at + 6 * stride, mask));
      s7 = s7.add(FloatVector.fromArray(F, x, at + 7 * stride, mask));
    }
    int to = lane * Lanes.COUNT;
    s0.intoArray(lanes, to);
    s1.intoArray(lanes, to + Lanes.COUNT);
    s2.intoArray(lanes, to + 2 * Lanes.COUNT);
    s3.intoArray(lanes, to + 3 * Lanes.COUNT);
    s4.intoArray(lanes, to + 4 * Lanes.COUNT);
    s5.intoArray(lanes, to + 5 * Lanes.COUNT);
    s6.intoArray(lanes, to + 6 * Lanes.COUNT);
    s7.intoArray(lanes, to + 7 * Lanes.COUNT);
  }

  // The last rows, which fewer than eight of these lanes have.
  private static void rest(
      float[] x, int from, int rows, int stride, int count, float[] lanes, int lane) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    int first = rows - rows % LANES + lane;
    for (int row = first; row < rows && rows < first + 8; row++) {
      int to = (lane + row - first) * Lanes.COUNT;
      FloatVector.fromArray(F, lanes, to)
          .add(FloatVector.fromArray(F, x, from + row * stride, mask))
          .intoArray(lanes, to);
    }
  }
}

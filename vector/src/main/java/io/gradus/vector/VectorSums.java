package io.gradus.vector;

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

  private VectorSums() {}

  /// Sums over the last axis, whose elements lie side by side.
  static void rows(VectorKernels kernels, Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    if (out.size() == 1 && n > Sums.BLOCK) {
      whole(kernels.workers(), out, x, n);
    } else {
      kernels.eachSum(out, x);
    }
  }

  // One long sum: its blocks are shared among the workers.
  private static void whole(Workers workers, Strided out, Strided x, int n) {
    float[] v = x.floats();
    int from = Math.toIntExact(x.offset());
    float[] sums = new float[Math.ceilDiv(n, Sums.BLOCK)];
    int grain = 8;
    workers.run(
        Math.ceilDiv(sums.length, grain),
        (block, _) -> {
          int last = Math.min(sums.length, (block + 1) * grain);
          for (int b = block * grain; b < last; b++) {
            int at = b * Sums.BLOCK;
            sums[b] = block(v, from + at, Math.min(Sums.BLOCK, n - at));
          }
        });
    out.floats()[Math.toIntExact(out.offset())] = sum(sums, 0, sums.length);
  }

  /// {@return the sum of `n` elements that lie side by side}
  static float sum(float[] x, int from, int n) {
    if (n <= Sums.BLOCK) {
      return block(x, from, n);
    }
    float[] sums = new float[Math.ceilDiv(n, Sums.BLOCK)];
    for (int b = 0; b < sums.length; b++) {
      int at = b * Sums.BLOCK;
      sums[b] = block(x, from + at, Math.min(Sums.BLOCK, n - at));
    }
    return sum(sums, 0, sums.length);
  }

  private static float block(float[] x, int from, int n) {
    float[] lanes = new float[LANES];
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
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }

  /// Sums over the last axis where neighbours along the axis before it lie side by side.
  static void columns(Workers workers, Strided out, Strided x) {
    int rows = Math.toIntExact(x.dim(-1));
    int stride = Math.toIntExact(x.stride(-1));
    float[] v = x.floats();
    float[] o = out.floats();
    Columns.run(
        workers,
        out,
        x,
        (from, to, count, scratch) -> columns(v, from, rows, stride, count, scratch, 1, o, to));
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
    VectorMask<Float> mask = F.indexInRange(0, count);
    for (int lane = 0; lane < LANES; lane++) {
      FloatVector sum = FloatVector.zero(F);
      for (int row = lane; row < rows; row += LANES) {
        sum = sum.add(FloatVector.fromArray(F, x, from + row * stride, mask));
      }
      sum.intoArray(lanes, lane * Lanes.COUNT);
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
    FloatVector.fromArray(F, lanes, 0).intoArray(out, to, mask);
  }
}

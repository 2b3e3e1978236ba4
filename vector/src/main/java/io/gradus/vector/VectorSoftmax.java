package io.gradus.vector;

import static io.gradus.vector.Lanes.BY_1;
import static io.gradus.vector.Lanes.BY_2;
import static io.gradus.vector.Lanes.BY_4;
import static io.gradus.vector.Lanes.BY_8;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sums;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Softmax, its logarithm, and the logarithm of a sum of exponentials over rows that lie side by
/// side: the largest is subtracted first, the exponentials are summed in the order of [Sums].
final class VectorSoftmax {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;
  private static final int STEP = 4 * Lanes.COUNT;

  private VectorSoftmax() {}

  static void run(Workers workers, Strided out, Strided x, boolean logarithm) {
    int n = Math.toIntExact(out.dim(-1));
    int rows = Math.toIntExact(out.size() / n);
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int perBlock = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, scratch) -> {
          int first = block * perBlock;
          int last = Math.min(rows, first + perBlock);
          float[] o = out.floats();
          float[] v = x.floats();
          float[] lanes = scratch.floats(0, VectorSums.WORK);
          for (int row = first; row < last; row++) {
            row(o, to + row * n, v, from + row * n, n, logarithm, lanes);
          }
        });
  }

  private static void row(
      float[] out, int o, float[] x, int i, int n, boolean logarithm, float[] lanes) {
    float largest = largest(x, i, n);
    float sum = exponentials(out, o, x, i, n, largest, lanes);
    if (logarithm) {
      float log = VectorLog.log(FloatVector.broadcast(F, sum)).lane(0);
      less(out, o, x, i, n, largest, log);
    } else {
      scale(out, o, n, 1 / sum);
    }
  }

  /// The largest element; a NaN is passed over, since the exponentials show it. [VectorExtremes]
  /// takes three times as many instructions to look for NaN and the signs of zeros.
  static float largest(float[] x, int from, int n) {
    int whole = n - n % STEP;
    float largest = whole == 0 ? Float.NEGATIVE_INFINITY : largestOfWhole(x, from, whole);
    for (int k = whole; k < n; k++) {
      largest = x[from + k] > largest ? x[from + k] : largest;
    }
    return largest;
  }

  private static float largestOfWhole(float[] x, int from, int n) {
    FloatVector a = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int k = 0; k < n; k += STEP) {
      int at = from + k;
      a = larger(a, FloatVector.fromArray(F, x, at));
      b = larger(b, FloatVector.fromArray(F, x, at + Lanes.COUNT));
      c = larger(c, FloatVector.fromArray(F, x, at + 2 * Lanes.COUNT));
      d = larger(d, FloatVector.fromArray(F, x, at + 3 * Lanes.COUNT));
    }
    FloatVector all = larger(larger(a, b), larger(c, d));
    all = larger(all, all.rearrange(BY_8));
    all = larger(all, all.rearrange(BY_4));
    all = larger(all, all.rearrange(BY_2));
    return larger(all, all.rearrange(BY_1)).lane(0);
  }

  private static FloatVector larger(FloatVector x, FloatVector y) {
    return x.blend(y, y.compare(VectorOperators.GT, x));
  }

  /// Writes `exp(x − shift)` and returns the sum.
  static float exponentials(
      float[] out, int o, float[] x, int i, int n, float shift, float[] lanes) {
    if (n <= Sums.BLOCK) {
      return block(out, o, x, i, n, shift, lanes);
    }
    float[] sums = new float[Math.ceilDiv(n, Sums.BLOCK)];
    for (int b = 0; b < sums.length; b++) {
      int first = b * Sums.BLOCK;
      int length = Math.min(Sums.BLOCK, n - first);
      sums[b] = block(out, o + first, x, i + first, length, shift, lanes);
    }
    return VectorSums.sum(sums, 0, sums.length, lanes);
  }

  private static float block(
      float[] out, int o, float[] x, int i, int n, float shift, float[] lanes) {
    for (int lane = 0; lane < Sums.LANES; lane += Lanes.COUNT) {
      FloatVector sum = FloatVector.zero(F);
      int k = lane;
      for (; k + Lanes.COUNT <= n; k += Sums.LANES) {
        FloatVector e = VectorExp.ofNegative(FloatVector.fromArray(F, x, i + k).sub(shift));
        e.intoArray(out, o + k);
        sum = sum.add(e);
      }
      sum.intoArray(lanes, lane);
      if (k < n) {
        lastOfLanes(out, o + k, x, i + k, n - k, shift, lanes, lane);
      }
    }
    return VectorSums.tree(lanes, 0);
  }

  private static void lastOfLanes(
      float[] out, int o, float[] x, int i, int n, float shift, float[] lanes, int lane) {
    VectorMask<Float> mask = F.indexInRange(0, n);
    FloatVector e = VectorExp.ofNegative(FloatVector.fromArray(F, x, i, mask).sub(shift));
    e.intoArray(out, o, mask);
    FloatVector.fromArray(F, lanes, lane).add(e, mask).intoArray(lanes, lane);
  }

  /// `x − max − log`.
  private static void less(float[] out, int o, float[] x, int i, int n, float max, float log) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      FloatVector.fromArray(F, x, i + k).sub(max).sub(log).intoArray(out, o + k);
    }
    for (int k = whole; k < n; k++) {
      out[o + k] = x[i + k] - max - log;
    }
  }

  /// Multiplies a row; a division of vectors takes as long as the exponential.
  static void scale(float[] out, int o, int n, float factor) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      FloatVector.fromArray(F, out, o + k).mul(factor).intoArray(out, o + k);
    }
    for (int k = whole; k < n; k++) {
      out[o + k] *= factor;
    }
  }

  /// `log Σ exp(x)` over the last axis of a dense view.
  static void logSumExp(Workers workers, Strided out, Strided x) {
    int n = Math.toIntExact(x.dim(-1));
    int rows = Math.toIntExact(out.size());
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int perBlock = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, scratch) -> {
          float[] terms = scratch.floats(0, n);
          float[] lanes = scratch.floats(1, VectorSums.WORK);
          int last = Math.min(rows, (block + 1) * perBlock);
          for (int row = block * perBlock; row < last; row++) {
            out.floats()[to + row] = logSumExp(x.floats(), from + row * n, n, terms, lanes);
          }
        });
  }

  private static float logSumExp(float[] x, int i, int n, float[] terms, float[] lanes) {
    float max = largest(x, i, n);
    if (max == Float.POSITIVE_INFINITY) {
      return VectorExtremes.extreme(x, i, n, 1);
    }
    // Of −∞ nothing is subtracted: ∞ − ∞ would be NaN.
    float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
    float sum = exponentials(terms, 0, x, i, n, shift, lanes);
    return VectorLog.log(FloatVector.broadcast(F, sum)).lane(0) + shift;
  }
}

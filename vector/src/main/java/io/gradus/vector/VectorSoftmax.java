package io.gradus.vector;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Softmax, its logarithm, and the logarithm of a sum of exponentials over rows that lie side by
/// side: the largest is subtracted first, the exponentials are summed in the order of [VectorSums].
final class VectorSoftmax {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;
  private static final int STEP = 4 * Lanes.COUNT;
  // Rows that go through the steps together; they stay in a first-level cache.
  private static final int TOGETHER = 4;

  // Rotations of lanes, by 0 where there are fewer.
  private static final VectorShuffle<Float> HALF = VectorShuffle.iota(F, Lanes.COUNT / 2, 1, true);
  private static final VectorShuffle<Float> QUARTER =
      VectorShuffle.iota(F, Lanes.COUNT / 4, 1, true);
  private static final VectorShuffle<Float> EIGHTH =
      VectorShuffle.iota(F, Lanes.COUNT / 8, 1, true);
  private static final VectorShuffle<Float> SIXTEENTH =
      VectorShuffle.iota(F, Lanes.COUNT / 16, 1, true);

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
          float[] sums = scratch.floats(0, TOGETHER);
          float[] largest = scratch.floats(1, TOGETHER);
          for (int row = first; row < last; row += TOGETHER) {
            int count = Math.min(TOGETHER, last - row);
            rows(o, to + row * n, v, from + row * n, n, count, logarithm, largest, sums);
          }
        });
  }

  /// Some rows, a step at a time for all of them: see [VectorSums#rows].
  private static void rows(
      float[] out,
      int o,
      float[] x,
      int i,
      int n,
      int count,
      boolean logarithm,
      float[] largest,
      float[] sums) {
    for (int row = 0; row < count; row++) {
      int at = row * n;
      largest[row] = largest(x, i + at, n);
      exponentials(out, o + at, x, i + at, n, largest[row]);
    }
    VectorSums.rows(out, o, n, count, sums);
    for (int row = 0; row < count; row++) {
      int at = row * n;
      if (logarithm) {
        float log = VectorLog.log(FloatVector.broadcast(F, sums[row])).lane(0);
        less(out, o + at, x, i + at, n, largest[row], log);
      } else {
        scale(out, o + at, n, 1 / sums[row]);
      }
    }
  }

  /// The largest element; a NaN is passed over, since the exponentials show it. [VectorExtremes]
  /// takes three times as many instructions to look for NaN and the signs of zeros.
  private static float largest(float[] x, int from, int n) {
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
    all = larger(all, all.rearrange(HALF));
    all = larger(all, all.rearrange(QUARTER));
    all = larger(all, all.rearrange(EIGHTH));
    return larger(all, all.rearrange(SIXTEENTH)).lane(0);
  }

  private static FloatVector larger(FloatVector x, FloatVector y) {
    return x.blend(y, y.compare(VectorOperators.GT, x));
  }

  /// `exp(x − shift)`.
  private static void exponentials(float[] out, int o, float[] x, int i, int n, float shift) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      VectorExp.ofNegative(FloatVector.fromArray(F, x, i + k).sub(shift)).intoArray(out, o + k);
    }
    if (whole < n) {
      lastExponentials(out, o + whole, x, i + whole, n - whole, shift);
    }
  }

  private static void lastExponentials(float[] out, int o, float[] x, int i, int n, float shift) {
    VectorMask<Float> mask = F.indexInRange(0, n);
    VectorExp.ofNegative(FloatVector.fromArray(F, x, i, mask).sub(shift)).intoArray(out, o, mask);
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

  // A division of vectors takes as long as the exponential.
  private static void scale(float[] out, int o, int n, float factor) {
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
          int last = Math.min(rows, (block + 1) * perBlock);
          for (int row = block * perBlock; row < last; row++) {
            out.floats()[to + row] = logSumExp(x.floats(), from + row * n, n, terms);
          }
        });
  }

  private static float logSumExp(float[] x, int i, int n, float[] terms) {
    float max = largest(x, i, n);
    if (max == Float.POSITIVE_INFINITY) {
      return VectorExtremes.extreme(x, i, n, 1);
    }
    // Of −∞ nothing is subtracted: ∞ − ∞ would be NaN.
    float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
    exponentials(terms, 0, x, i, n, shift);
    float sum = VectorSums.sum(terms, 0, n);
    return VectorLog.log(FloatVector.broadcast(F, sum)).lane(0) + shift;
  }
}

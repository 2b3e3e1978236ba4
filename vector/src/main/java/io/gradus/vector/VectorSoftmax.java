package io.gradus.vector;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Softmax, its logarithm, and the logarithm of a sum of exponentials over rows that lie side by
/// side: the largest is subtracted first, the exponentials are summed in the order of [VectorSums].
final class VectorSoftmax {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;

  private VectorSoftmax() {}

  static void run(Workers workers, Strided out, Strided x, boolean logarithm) {
    int n = Math.toIntExact(out.dim(-1));
    int rows = Math.toIntExact(out.size() / n);
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int perBlock = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, _) -> {
          int last = Math.min(rows, (block + 1) * perBlock);
          for (int row = block * perBlock; row < last; row++) {
            row(out.floats(), to + row * n, x.floats(), from + row * n, n, logarithm);
          }
        });
  }

  private static void row(float[] out, int o, float[] x, int i, int n, boolean logarithm) {
    float max = VectorExtremes.extreme(x, i, n, 1);
    exponentials(out, o, x, i, n, max);
    float sum = VectorSums.sum(out, o, n);
    if (logarithm) {
      less(out, o, x, i, n, max, VectorLog.log(FloatVector.broadcast(F, sum)).lane(0));
    } else {
      divide(out, o, n, sum);
    }
  }

  /// `exp(x − shift)`.
  private static void exponentials(float[] out, int o, float[] x, int i, int n, float shift) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      VectorExp.exp(FloatVector.fromArray(F, x, i + k).sub(shift)).intoArray(out, o + k);
    }
    if (whole < n) {
      lastExponentials(out, o + whole, x, i + whole, n - whole, shift);
    }
  }

  private static void lastExponentials(float[] out, int o, float[] x, int i, int n, float shift) {
    VectorMask<Float> mask = F.indexInRange(0, n);
    VectorExp.exp(FloatVector.fromArray(F, x, i, mask).sub(shift)).intoArray(out, o, mask);
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

  private static void divide(float[] out, int o, int n, float sum) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      FloatVector.fromArray(F, out, o + k).div(sum).intoArray(out, o + k);
    }
    for (int k = whole; k < n; k++) {
      out[o + k] /= sum;
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
    float max = VectorExtremes.extreme(x, i, n, 1);
    // Of an infinite largest element nothing is subtracted: ∞ − ∞ would be NaN.
    float shift = Float.isInfinite(max) ? 0 : max;
    exponentials(terms, 0, x, i, n, shift);
    float sum = VectorSums.sum(terms, 0, n);
    return VectorLog.log(FloatVector.broadcast(F, sum)).lane(0) + shift;
  }
}

package io.gradus.vector;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Softmax and its logarithm over rows that lie side by side: the largest is subtracted first, the
/// exponentials are summed in the order of [VectorSums].
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
    float max = max(x, i, n);
    for (int k = 0; k < n; k += Lanes.COUNT) {
      VectorMask<Float> mask = F.indexInRange(k, n);
      VectorExp.exp(FloatVector.fromArray(F, x, i + k, mask).sub(max)).intoArray(out, o + k, mask);
    }
    float sum = VectorSums.sum(out, o, n);
    float log = logarithm ? VectorLog.log(FloatVector.broadcast(F, sum)).lane(0) : 0;
    for (int k = 0; k < n; k += Lanes.COUNT) {
      VectorMask<Float> mask = F.indexInRange(k, n);
      FloatVector y =
          logarithm
              ? FloatVector.fromArray(F, x, i + k, mask).sub(max).sub(log)
              : FloatVector.fromArray(F, out, o + k, mask).div(sum);
      y.intoArray(out, o + k, mask);
    }
  }

  // A maximum is the same in any order, but for NaN, which Math.max passes on.
  private static float max(float[] x, int i, int n) {
    FloatVector largest = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += Lanes.COUNT) {
      largest = largest.max(FloatVector.fromArray(F, x, i + k));
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int lane = 0; end > 0 && lane < Lanes.COUNT; lane++) {
      max = Math.max(max, largest.lane(lane));
    }
    for (int k = end; k < n; k++) {
      max = Math.max(max, x[i + k]);
    }
    return max;
  }
}

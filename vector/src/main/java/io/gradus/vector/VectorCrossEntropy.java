package io.gradus.vector;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The cross-entropy of the softmax of rows that lie side by side, and its gradient. Exponentials
/// and their sums are those of [VectorSoftmax].
final class VectorCrossEntropy {
  private static final int GRAIN = 16 * 1024;

  private VectorCrossEntropy() {}

  /// The losses of the rows of `x`, all dense.
  static void losses(Workers workers, Strided out, Strided x, Strided labels) {
    int n = Math.toIntExact(x.dim(-1));
    int rows = Math.toIntExact(out.size());
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int at = Math.toIntExact(labels.offset());
    int perBlock = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, scratch) -> {
          float[] terms = scratch.floats(0, n);
          float[] lanes = scratch.floats(1, VectorSums.WORK);
          int last = Math.min(rows, (block + 1) * perBlock);
          for (int row = block * perBlock; row < last; row++) {
            long label = labels.longs()[at + row];
            boolean isClass = label >= 0 && label < n;
            int first = from + row * n;
            out.floats()[to + row] =
                isClass ? loss(x.floats(), first, n, (int) label, terms, lanes) : 0;
          }
        });
  }

  private static float loss(float[] x, int from, int n, int label, float[] terms, float[] lanes) {
    float max = VectorSoftmax.largest(x, from, n);
    float sum = VectorSoftmax.exponentials(terms, 0, x, from, n, max, lanes);
    float log = VectorLog.log(FloatVector.broadcast(Lanes.FLOATS, sum)).lane(0);
    return log - (x[from + label] - max);
  }

  /// The gradients by the rows of `x` for those of the losses, all dense.
  static void gradient(Workers workers, Strided out, Strided x, Strided labels, Strided g) {
    int n = Math.toIntExact(x.dim(-1));
    int rows = Math.toIntExact(g.size());
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    int at = Math.toIntExact(labels.offset());
    int arriving = Math.toIntExact(g.offset());
    int perBlock = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, scratch) -> {
          float[] o = out.floats();
          float[] lanes = scratch.floats(0, VectorSums.WORK);
          int last = Math.min(rows, (block + 1) * perBlock);
          for (int row = block * perBlock; row < last; row++) {
            long label = labels.longs()[at + row];
            int first = to + row * n;
            if (label >= 0 && label < n) {
              float slope = g.floats()[arriving + row];
              softmax(o, first, x.floats(), from + row * n, n, slope, lanes);
              o[first + (int) label] -= slope;
            } else {
              Arrays.fill(o, first, first + n, 0);
            }
          }
        });
  }

  /// Writes the softmax of a row, times a factor.
  private static void softmax(
      float[] out, int o, float[] x, int from, int n, float factor, float[] lanes) {
    float max = VectorSoftmax.largest(x, from, n);
    float sum = VectorSoftmax.exponentials(out, o, x, from, n, max, lanes);
    VectorSoftmax.scale(out, o, n, factor / sum);
  }
}

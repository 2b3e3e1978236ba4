package io.gradus.vector;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Choice between two operands, or an operand and one number, where all lie side by side.
final class VectorSelect {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;

  private VectorSelect() {}

  /// Writes the choice, or Returns false. where the operands lie otherwise or there are no byte
  /// vectors of as many lanes (at 128 bits).
  static boolean run(Workers workers, Strided out, Strided condition, Strided x, Strided y) {
    boolean scalar = y.isOneElement();
    if (Lanes.COUNT < 8
        || !condition.isDense()
        || !x.isDense()
        || !(y.isDense() || scalar)
        || out.size() == 0) {
      return false;
    }
    int n = Math.toIntExact(out.size());
    int o = Math.toIntExact(out.offset());
    int c = Math.toIntExact(condition.offset());
    int i = Math.toIntExact(x.offset());
    int j = Math.toIntExact(y.offset());
    workers.run(
        Math.ceilDiv(n, GRAIN),
        (block, _) -> {
          int from = block * GRAIN;
          int count = Math.min(GRAIN, n - from);
          byte[] truths = condition.bytes();
          if (scalar) {
            row(
                out.floats(),
                o + from,
                truths,
                c + from,
                x.floats(),
                i + from,
                y.floats()[j],
                count);
          } else {
            row(
                out.floats(),
                o + from,
                truths,
                c + from,
                x.floats(),
                i + from,
                y.floats(),
                j + from,
                count);
          }
        });
    return true;
  }

  private static VectorMask<Float> truths(byte[] condition, int c) {
    return ByteVector.fromArray(Lanes.BYTES, condition, c).compare(VectorOperators.NE, 0).cast(F);
  }

  private static void row(
      float[] out, int o, byte[] condition, int c, float[] x, int i, float y, int n) {
    FloatVector other = FloatVector.broadcast(F, y);
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      other
          .blend(FloatVector.fromArray(F, x, i + k), truths(condition, c + k))
          .intoArray(out, o + k);
    }
    for (int k = end; k < n; k++) {
      out[o + k] = condition[c + k] != 0 ? x[i + k] : y;
    }
  }

  private static void row(
      float[] out, int o, byte[] condition, int c, float[] x, int i, float[] y, int j, int n) {
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      FloatVector.fromArray(F, y, j + k)
          .blend(FloatVector.fromArray(F, x, i + k), truths(condition, c + k))
          .intoArray(out, o + k);
    }
    for (int k = end; k < n; k++) {
      out[o + k] = condition[c + k] != 0 ? x[i + k] : y[j + k];
    }
  }
}

package io.gradus.vector;

import io.gradus.tensor.Comparison;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import java.util.Map;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Comparisons: of vectors, for chains, and of elements that lie side by side with one number, as
/// the gradient of relu and dropout need it.
final class VectorCompare {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;
  private static final Map<Class<?>, Row> ROWS =
      Map.of(
          Comparison.Greater.class, VectorCompare::greater,
          Comparison.GreaterEqual.class, VectorCompare::greaterEqual);

  private static final Map<Class<?>, Function> FUNCTIONS =
      Map.of(
          Comparison.Equal.class, (x, y) -> x.compare(VectorOperators.EQ, y),
          Comparison.NotEqual.class, (x, y) -> x.compare(VectorOperators.NE, y),
          Comparison.Less.class, (x, y) -> x.compare(VectorOperators.LT, y),
          Comparison.LessEqual.class, (x, y) -> x.compare(VectorOperators.LE, y),
          Comparison.Greater.class, (x, y) -> x.compare(VectorOperators.GT, y),
          Comparison.GreaterEqual.class, (x, y) -> x.compare(VectorOperators.GE, y));

  /// A row of a comparison with one number.
  private interface Row {
    void run(byte[] out, int o, float[] x, int i, float y, int n);
  }

  private VectorCompare() {}

  /// A comparison of two vectors, lane by lane.
  interface Function {
    VectorMask<Float> holds(FloatVector x, FloatVector y);
  }

  /// {@return the comparison of vectors that a relation is, or null}
  static @Nullable Function function(Class<?> relation) {
    return FUNCTIONS.get(relation);
  }

  /// Writes the truth values, or returns false where the operands lie otherwise, the relation has
  /// no vector form, or there are no byte vectors of as many lanes (at 128 bits).
  static boolean run(Workers workers, Class<?> relation, Strided out, Strided x, Strided y) {
    Row row = ROWS.get(relation);
    if (row == null || Lanes.COUNT < 8 || !x.isDense() || !y.isOneElement() || out.size() == 0) {
      return false;
    }
    int n = Math.toIntExact(out.size());
    int o = Math.toIntExact(out.offset());
    int i = Math.toIntExact(x.offset());
    float number = y.floats()[Math.toIntExact(y.offset())];
    workers.run(
        Math.ceilDiv(n, GRAIN),
        (block, _) -> {
          int from = block * GRAIN;
          int count = Math.min(GRAIN, n - from);
          row.run(out.bytes(), o + from, x.floats(), i + from, number, count);
        });
    return true;
  }

  private static void greater(byte[] out, int o, float[] x, int i, float y, int n) {
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      VectorMask<Float> holds = FloatVector.fromArray(F, x, i + k).compare(VectorOperators.GT, y);
      truths(holds).intoArray(out, o + k);
    }
    for (int k = end; k < n; k++) {
      out[o + k] = (byte) (x[i + k] > y ? 1 : 0);
    }
  }

  private static void greaterEqual(byte[] out, int o, float[] x, int i, float y, int n) {
    int end = F.loopBound(n);
    for (int k = 0; k < end; k += F.length()) {
      VectorMask<Float> holds = FloatVector.fromArray(F, x, i + k).compare(VectorOperators.GE, y);
      truths(holds).intoArray(out, o + k);
    }
    for (int k = end; k < n; k++) {
      out[o + k] = (byte) (x[i + k] >= y ? 1 : 0);
    }
  }

  private static ByteVector truths(VectorMask<Float> holds) {
    VectorSpecies<Byte> bytes = Lanes.BYTES;
    return ByteVector.zero(bytes).blend((byte) 1, holds.cast(bytes));
  }
}

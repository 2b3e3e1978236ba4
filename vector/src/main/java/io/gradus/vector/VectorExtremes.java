package io.gradus.vector;

import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Largest and smallest elements, and where they are. Their order does not matter: a NaN wins, and
/// of the zeros 0 is the larger. The smallest is the largest of the negatives.
final class VectorExtremes {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int STEP = 4 * Lanes.COUNT;
  private static final int GRAIN = 32 * 1024;

  private VectorExtremes() {}

  /// {@return 1 for the largest, −1 for the smallest}
  static float sign(Reduction reduction) {
    return reduction == Reduction.MAX ? 1 : -1;
  }

  /// The extreme of one long row, whose blocks are shared among the workers.
  static void whole(Workers workers, Strided out, Strided x, float sign) {
    float[] v = x.floats();
    int from = Math.toIntExact(x.offset());
    int n = Math.toIntExact(x.dim(-1));
    float[] extremes = new float[Math.ceilDiv(n, GRAIN)];
    workers.run(
        extremes.length,
        (block, _) -> {
          int first = block * GRAIN;
          extremes[block] = extreme(v, from + first, Math.min(GRAIN, n - first), sign);
        });
    out.floats()[Math.toIntExact(out.offset())] = extreme(extremes, 0, extremes.length, sign);
  }

  /// {@return the extreme of `n ≥ 1` elements that lie side by side}
  static float extreme(float[] x, int from, int n, float sign) {
    int whole = n - n % STEP;
    float largest = whole == 0 ? Float.NEGATIVE_INFINITY : largest(x, from, whole, sign);
    for (int k = whole; k < n; k++) {
      largest = Math.max(largest, x[from + k] * sign);
    }
    return largest * sign;
  }

  private static float largest(float[] x, int from, int n, float sign) {
    FloatVector a = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int k = 0; k < n; k += STEP) {
      int at = from + k;
      a = a.max(FloatVector.fromArray(F, x, at).mul(sign));
      b = b.max(FloatVector.fromArray(F, x, at + Lanes.COUNT).mul(sign));
      c = c.max(FloatVector.fromArray(F, x, at + 2 * Lanes.COUNT).mul(sign));
      d = d.max(FloatVector.fromArray(F, x, at + 3 * Lanes.COUNT).mul(sign));
    }
    float[] lanes = new float[Lanes.COUNT];
    a.max(b).max(c.max(d)).intoArray(lanes, 0);
    float largest = Float.NEGATIVE_INFINITY;
    for (float lane : lanes) {
      largest = Math.max(largest, lane);
    }
    return largest;
  }

  /// {@return the position of the first extreme, or the first NaN, of elements that lie side by
  /// side}
  static int position(float[] x, int from, int n, float sign) {
    float extreme = extreme(x, from, n, sign);
    int k = 0;
    if (Float.isNaN(extreme)) {
      while (!Float.isNaN(x[from + k])) {
        k++;
      }
      return k;
    }
    for (; k + Lanes.COUNT <= n; k += Lanes.COUNT) {
      VectorMask<Float> found =
          FloatVector.fromArray(F, x, from + k).compare(VectorOperators.EQ, extreme);
      if (found.anyTrue()) {
        return k + found.firstTrue();
      }
    }
    while (x[from + k] != extreme) {
      k++;
    }
    return k;
  }

  /// The extremes of columns, see [Columns].
  static void columns(Workers workers, Strided out, Strided x, float sign) {
    int rows = Math.toIntExact(x.dim(-1));
    int stride = Math.toIntExact(x.stride(-1));
    float[] v = x.floats();
    float[] o = out.floats();
    Columns.run(
        workers,
        Lanes.COUNT,
        out,
        x,
        (from, to, count, _) -> {
          VectorMask<Float> mask = F.indexInRange(0, count);
          FloatVector largest = FloatVector.fromArray(F, v, from, mask).mul(sign);
          for (int row = 1; row < rows; row++) {
            largest = largest.max(FloatVector.fromArray(F, v, from + row * stride, mask).mul(sign));
          }
          largest.mul(sign).intoArray(o, to, mask);
        });
  }

  /// The positions of the extremes of columns.
  static void positions(Workers workers, Strided out, Strided x, float sign) {
    int rows = Math.toIntExact(x.dim(-1));
    int stride = Math.toIntExact(x.stride(-1));
    float[] v = x.floats();
    int[] o = out.ints();
    Columns.run(
        workers,
        Lanes.COUNT,
        out,
        x,
        (from, to, count, _) -> positions(v, from, rows, stride, count, sign, o, to));
  }

  private static void positions(
      float[] x, int from, int rows, int stride, int count, float sign, int[] out, int to) {
    VectorMask<Float> mask = F.indexInRange(0, count);
    FloatVector best = FloatVector.fromArray(F, x, from, mask).mul(sign);
    IntVector position = IntVector.zero(Lanes.INTS);
    for (int row = 1; row < rows; row++) {
      FloatVector v = FloatVector.fromArray(F, x, from + row * stride, mask).mul(sign);
      VectorMask<Float> firstNaN =
          v.compare(VectorOperators.NE, v).and(best.compare(VectorOperators.EQ, best));
      VectorMask<Float> better = v.compare(VectorOperators.GT, best).or(firstNaN);
      best = best.blend(v, better);
      position = position.blend(row, better.cast(Lanes.INTS));
    }
    position.intoArray(out, to, mask.cast(Lanes.INTS));
  }
}

package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// `log(1 + exp(x))` for float32, with the same bits at every vector width and in every JIT state.
///
/// With `e = exp(−|x|)` it is `max(x, 0) + log(1 + e)`, which does not overflow. The polynomial of
/// [VectorLog] is taken of `e`, or from √2 − 1 on of `(e − 1)/2` with `ln 2` added.
///
/// ±∞ give +∞ and 0, NaN the canonical NaN.
final class VectorSoftplus {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final FloatVector ZERO = FloatVector.zero(F);
  private static final FloatVector HALF = FloatVector.broadcast(F, 0.5f);
  private static final FloatVector ONE = FloatVector.broadcast(F, 1f);
  private static final float ROOT_2_MINUS_1 = 0x1.a8279ap-2f;

  private VectorSoftplus() {}

  static FloatVector softplus(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector e = VectorExp.within(size.neg()).blend(ZERO, size.compare(GT, 104f));
    VectorMask<Float> large = e.compare(GT, ROOT_2_MINUS_1);
    FloatVector f = e.blend(e.sub(ONE).mul(HALF), large);
    FloatVector power = ZERO.blend(ONE, large);
    FloatVector y = VectorLog.sum(f, power).add(x.max(ZERO));
    return y.blend(Float.NaN, x.compare(NE, x));
  }

  /// `−log(1 + exp(−x))`.
  static FloatVector logSigmoid(FloatVector x) {
    return softplus(x.neg()).neg();
  }
}

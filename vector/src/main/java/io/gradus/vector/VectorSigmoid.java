package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The logistic function `1 / (1 + exp(−x))` for float32, with the same bits at every vector width
/// and in every JIT state.
///
/// With `e = exp(−|x|)` it is `1 / (1 + e)` for `x ≥ 0` and `e / (1 + e)` for `x < 0`, which
/// neither overflows nor loses the small results.
///
/// Largest error over every 97th bit pattern: 2.28 ulp, subnormal results included. NaN gives the
/// canonical NaN.
final class VectorSigmoid {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;

  private VectorSigmoid() {}

  static FloatVector sigmoid(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector e = VectorExp.within(size.neg()).blend(0f, size.compare(GT, 104f));
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector y = one.blend(e, x.compare(LT, 0f)).div(e.add(1f));
    return y.blend(Float.NaN, x.compare(NE, x));
  }
}

package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;

/// `2ˣ` for float32, with the same bits at every vector width and in every JIT state.
///
/// `x = n + r` with `n` the nearest integer; then `2ˣ = 2ⁿ·exp(r·ln 2)`, see [VectorExp].
///
/// Overflow gives +∞, −∞ gives 0, NaN the canonical NaN.
final class VectorExp2 {
  private static final float LN2 = 0x1.62e43p-1f;

  /// Below, the result is 0.
  private static final float SMALLEST = -151f;

  /// From here on the result is +∞.
  private static final float LARGEST = 128f;

  private VectorExp2() {}

  static FloatVector exp2(FloatVector x) {
    FloatVector shifted = x.add(VectorExp.ROUND);
    FloatVector r = x.sub(shifted.sub(VectorExp.ROUND)).mul(LN2);
    return VectorExp.scale(VectorExp.fraction(r).add(1f), shifted)
        .blend(Float.POSITIVE_INFINITY, x.compare(GE, LARGEST))
        .blend(0f, x.compare(LT, SMALLEST))
        .blend(Float.NaN, x.compare(NE, x));
  }
}

package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// `exp(x) − 1` for float32, with the same bits at every vector width and in every JIT state.
///
/// As in [VectorExp] `exp(x) = 2ⁿ·(1 + p)`; then the result is `2ⁿ·p + (2ⁿ − 1)`, which near 0,
/// where `n = 0`, is `p`. It is computed at half its size, so that `2ⁿ` does not overflow before it
/// does.
///
/// ±0, ±∞ and NaN give ±0, +∞, −1 and the canonical NaN.
final class VectorExpm1 {
  /// Above, the result is +∞.
  private static final float LARGEST = 0x1.62e42ep6f;

  /// From here down the result is −1.
  private static final float SMALLEST = -18f;

  /// Nearer to 0 the result is the argument.
  private static final float TINY = 0x1p-26f;

  private static final int HALF_BITS = 0x3f000000;

  private VectorExpm1() {}

  static FloatVector expm1(FloatVector x) {
    FloatVector held = x.max(SMALLEST).min(LARGEST);
    FloatVector shifted = VectorExp.shifted(held);
    FloatVector p = VectorExp.fraction(VectorExp.rest(held, shifted.sub(VectorExp.ROUND)));
    IntVector power = shifted.reinterpretAsInts().lanewise(LSHL, 23).add(HALF_BITS);
    FloatVector half = power.reinterpretAsFloats();
    FloatVector y = p.fma(half, half.sub(0.5f));
    return y.add(y)
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, LARGEST))
        .blend(x, x.abs().compare(LT, TINY))
        .blend(Float.NaN, x.compare(NE, x));
  }
}

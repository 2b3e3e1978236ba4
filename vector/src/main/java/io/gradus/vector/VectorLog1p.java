package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// `log(1 + x)` for float32, with the same bits at every vector width and in every JIT state.
///
/// With `u = 1 + x` rounded and `c` what the rounding lost, it is `log u + c/u`; `log u` as in
/// [VectorLog]. Where `u` lies between √½ and √2 the polynomial is taken of `x` itself, so that
/// nothing is lost near 0.
///
/// ±0 and +∞ give themselves, −1 gives −∞, anything less and NaN the canonical NaN.
final class VectorLog1p {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;

  private VectorLog1p() {}

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1f);
    IntVector bits = u.reinterpretAsInts();
    IntVector power = bits.sub(VectorLog.ROOT_HALF_BITS).and(VectorLog.EXPONENT_BITS);
    VectorMask<Float> near = power.compare(EQ, 0).cast(F);
    FloatVector e = (FloatVector) power.lanewise(ASHR, 23).convertShape(I2F, F, 0);
    FloatVector f = bits.sub(power).reinterpretAsFloats().sub(1f).blend(x, near);
    FloatVector low = lost(x, u).div(u).blend(0f, near);
    return limit(x, VectorLog.sum(f, e).add(low));
  }

  /// 1 + x − u, exactly (Knuth).
  private static FloatVector lost(FloatVector x, FloatVector u) {
    FloatVector one = u.sub(x);
    return x.sub(u.sub(one)).add(one.neg().add(1f));
  }

  private static FloatVector limit(FloatVector x, FloatVector y) {
    return y.blend(x, x.compare(EQ, 0f))
        .blend(Float.POSITIVE_INFINITY, x.compare(EQ, Float.POSITIVE_INFINITY))
        .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1f))
        .blend(Float.NaN, x.compare(GE, -1f).not());
  }
}

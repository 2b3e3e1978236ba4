package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// `tanh` for float32, with the same bits at every vector width and in every JIT state.
///
/// Below 0.625 `x + x³·p(x²)`, the coefficients of `p` (degree 5) our own weighted minimax fit,
/// rounded to float one by one (relative error 2⁻³²); above `1 − 2 / (exp(2|x|) + 1)` with the sign
/// of `x`. The two forms and where they meet are those of Cephes' `tanhf`.
///
/// Largest error over every 97th bit pattern: 1.31 ulp. ±0 and ±∞ give ±0 and ±1, NaN the canonical
/// NaN.
final class VectorTanh {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;

  private static final FloatVector P0 = all(-0x1.555554p-2f);
  private static final FloatVector P1 = all(0x1.11107ap-3f);
  private static final FloatVector P2 = all(-0x1.b9f188p-5f);
  private static final FloatVector P3 = all(0x1.63a55p-6f);
  private static final FloatVector P4 = all(-0x1.0c5edp-7f);
  private static final FloatVector P5 = all(0x1.1a2818p-9f);

  private static final FloatVector ONE = all(1f);
  private static final FloatVector TWO = all(2f);

  private static final IntVector SIGN_BIT = IntVector.broadcast(Lanes.INTS, 0x80000000);

  private VectorTanh() {}

  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector y = large(size).blend(ONE, size.compare(GT, 10f));
    y = y.blend(small(size), size.compare(LT, 0.625f));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    y = y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    return y.blend(Float.NaN, x.compare(NE, x));
  }

  private static FloatVector large(FloatVector x) {
    FloatVector e = VectorExp.within(x.add(x)).add(ONE);
    return ONE.sub(TWO.div(e));
  }

  private static FloatVector small(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p = z.fma(P5, P4).fma(z, P3).fma(z, P2).fma(z, P1);
    p = p.fma(z, P0);
    return p.mul(z).fma(x, x);
  }

  private static FloatVector all(float c) {
    return FloatVector.broadcast(F, c);
  }
}

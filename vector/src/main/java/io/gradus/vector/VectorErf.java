package io.gradus.vector;

import static io.gradus.vector.Lanes.floats;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The error function for float32, with the same bits at every vector width and in every JIT state.
///
/// Below 1 `x + x·p(x²)` (degree 6, relative error 2⁻²⁹); from 1 to 4 `1 − exp(q(|x|))` with `q =
/// log(erfc)` (degree 7, error 2⁻³⁵) and the sign of `x`; beyond 4 it is ±1 in float32. The
/// coefficients are our own weighted minimax fits, rounded to float one by one.
///
/// Largest error over every 97th bit pattern: 1.07 ulp. NaN gives the canonical NaN.
final class VectorErf {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;

  // Plain vectors: with their bits instead ([Lanes#bits]) C2 would stop inlining.
  private static final FloatVector P0 = all(0x1.06eba8p-3f);
  private static final FloatVector P1 = all(-0x1.81273ep-2f);
  private static final FloatVector P2 = all(0x1.ce2ce6p-4f);
  private static final FloatVector P3 = all(-0x1.b7f71ap-6f);
  private static final FloatVector P4 = all(0x1.53f224p-8f);
  private static final FloatVector P5 = all(-0x1.a3515ep-11f);
  private static final FloatVector P6 = all(0x1.4771fcp-14f);

  private static final FloatVector Q0 = all(0x1.8b3f02p-13f);
  private static final FloatVector Q1 = all(-0x1.212c2cp0f);
  private static final FloatVector Q2 = all(-0x1.4434f8p-1f);
  private static final FloatVector Q3 = all(-0x1.bc1868p-4f);
  private static final FloatVector Q4 = all(0x1.9d0a5cp-6f);
  private static final FloatVector Q5 = all(-0x1.13960ap-8f);
  private static final FloatVector Q6 = all(0x1.cedebcp-12f);
  private static final FloatVector Q7 = all(-0x1.6bf1fep-16f);

  private static final IntVector SIGN_BIT = IntVector.broadcast(Lanes.INTS, 0x80000000);

  /// From 4 on `erf` is 1.
  private static final int FOUR_BITS = 0x40800000;

  private VectorErf() {}

  static FloatVector erf(FloatVector x) {
    IntVector all = x.reinterpretAsInts();
    IntVector sign = all.and(SIGN_BIT);
    FloatVector size = floats(all.sub(sign).min(FOUR_BITS));
    FloatVector y = large(size).blend(small(size), size.compare(LT, 1f));
    y = floats(y.reinterpretAsInts().or(sign));
    return y.blend(Float.NaN, x.compare(NE, x));
  }

  private static FloatVector small(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p = z.fma(P6, P5).fma(z, P4).fma(z, P3).fma(z, P2);
    p = p.fma(z, P1).fma(z, P0);
    return p.fma(x, x);
  }

  private static FloatVector large(FloatVector x) {
    FloatVector q = x.fma(Q7, Q6).fma(x, Q5).fma(x, Q4).fma(x, Q3);
    q = q.fma(x, Q2).fma(x, Q1).fma(x, Q0);
    return all(1f).sub(VectorExp.normal(q));
  }

  private static FloatVector all(float c) {
    return FloatVector.broadcast(F, c);
  }
}

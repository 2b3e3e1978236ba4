package io.gradus.vector;

import static io.gradus.vector.Lanes.bits;
import static io.gradus.vector.Lanes.floats;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// `tanh` for float32, with the same bits at every vector width and in every JIT state.
///
/// Below 0.625 `x + x³·p(x²)`, the coefficients of `p` (degree 5) our own weighted minimax fit,
/// rounded to float one by one (relative error 2⁻³²); above `1 − 2 / (exp(2|x|) + 1)` with the sign
/// of `x`. The two forms and where they meet are those of Cephes' `tanhf`.
///
/// Largest error over every 97th bit pattern: 1.31 ulp. ±0 and ±∞ give ±0 and ±1, NaN the canonical
/// NaN.
final class VectorTanh {
  private static final IntVector P0 = bits(-0x1.555554p-2f);
  private static final IntVector P1 = bits(0x1.11107ap-3f);
  private static final IntVector P2 = bits(-0x1.b9f188p-5f);
  private static final IntVector P3 = bits(0x1.63a55p-6f);
  private static final IntVector P4 = bits(-0x1.0c5edp-7f);
  private static final IntVector P5 = bits(0x1.1a2818p-9f);

  private static final IntVector ONE = bits(1f);
  private static final IntVector TWO = bits(2f);

  private static final IntVector SIGN_BIT = IntVector.broadcast(Lanes.INTS, 0x80000000);

  /// From 10 on `tanh` is 1.
  private static final int TEN_BITS = 0x41200000;

  private VectorTanh() {}

  static FloatVector tanh(FloatVector x) {
    IntVector all = x.reinterpretAsInts();
    IntVector sign = all.and(SIGN_BIT);
    FloatVector size = floats(all.sub(sign).min(TEN_BITS));
    FloatVector y = large(size).blend(small(size), size.compare(LT, 0.625f));
    y = floats(y.reinterpretAsInts().or(sign));
    return y.blend(Float.NaN, x.compare(NE, x));
  }

  private static FloatVector large(FloatVector x) {
    FloatVector e = VectorExp.normal(x.add(x)).add(floats(ONE));
    return floats(ONE).sub(floats(TWO).div(e));
  }

  private static FloatVector small(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p =
        z.fma(floats(P5), floats(P4)).fma(z, floats(P3)).fma(z, floats(P2)).fma(z, floats(P1));
    p = p.fma(z, floats(P0));
    return p.mul(z).fma(x, x);
  }
}

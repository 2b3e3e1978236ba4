package io.gradus.vector;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Rounding to whole numbers, exactly. Adding 2²³ to the size of a smaller number leaves no room
/// for its fraction; larger numbers have none. The sign is put back last, so that zeros have it
/// too.
final class VectorRounding {
  private static final float WHOLE = 0x1p23f;
  private static final int SIGN_BIT = 0x80000000;

  private VectorRounding() {}

  static FloatVector round(FloatVector x) {
    return signed(nearest(x.abs()), x);
  }

  static FloatVector trunc(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector near = nearest(size);
    return signed(near.blend(near.sub(1f), near.compare(GT, size)), x);
  }

  static FloatVector floor(FloatVector x) {
    FloatVector near = round(x);
    return signed(near.blend(near.sub(1f), near.compare(GT, x)), x);
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector near = round(x);
    return signed(near.blend(near.add(1f), near.compare(LT, x)), x);
  }

  private static FloatVector nearest(FloatVector size) {
    return size.add(WHOLE).sub(WHOLE).blend(size, size.compare(GE, WHOLE));
  }

  private static FloatVector signed(FloatVector y, FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }
}

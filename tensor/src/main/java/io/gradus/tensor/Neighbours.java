package io.gradus.tensor;

import io.gradus.tensor.type.DType;

/// Neighbouring numbers of 16 bits. Their bits without the sign rise with the numbers' sizes, so
/// that a neighbour's are one more or one less.
final class Neighbours {
  private static final int SIGN = 0x8000;

  private Neighbours() {}

  /// {@return for each `x` the next number of its type on the side of `y`}
  static Tensor of(Tensor x, Tensor y) {
    Tensor bits = x.view(DType.INT16).cast(DType.INT32);
    Tensor place = bits.less(0).where(bits.neg().sub(SIGN), bits);
    Tensor step = y.greater(x).cast(DType.INT32).sub(y.less(x).cast(DType.INT32));
    Tensor next = place.add(step);
    Tensor moved = next.less(0).where(next.neg().sub(SIGN), next).cast(DType.INT16).view(x.dtype());
    Tensor other = x.equal(y).where(y, moved);
    return x.isNan().where(x, y.isNan().where(y, other));
  }
}

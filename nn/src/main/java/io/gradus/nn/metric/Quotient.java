package io.gradus.nn.metric;

import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;

/// Division where nothing was counted.
final class Quotient {
  private Quotient() {}

  /// {@return the quotient, 0 where the divisor is 0}
  static Tensor orZero(Operand dividend, Operand divisor) {
    Tensor counted = divisor.value();
    return counted.notEqual(0).where(dividend.value().div(counted), 0);
  }
}

package io.gradus.nn.loss;

import io.gradus.tensor.Tensor;

/// What predictions miss to a margin of 1 on the side of their targets, −1 or 1.
final class Margins {
  private Margins() {}

  /// {@return `max(1 − y·p, 0)`; where all targets are 0 or 1, a 0 counts as −1}
  static Tensor of(Pair pair) {
    Tensor y = pair.target();
    Tensor binary = y.equal(0).logicalOr(y.equal(1)).all();
    Tensor sides = binary.where(y.mul(2).sub(1), y);
    return sides.mul(pair.prediction()).neg().add(1).maximum(0);
  }
}

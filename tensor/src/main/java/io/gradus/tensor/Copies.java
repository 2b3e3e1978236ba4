package io.gradus.tensor;

import io.gradus.tensor.type.Shape;

/// Copies of subtensors side by side: what `repeat` and `tile` share.
final class Copies {
  private Copies() {}

  /// {@return the tensor with a new axis of `count` equal entries before axis `at`, joined with the
  /// axis it stands beside, whose number is `axis`}
  static Tensor of(Tensor x, int at, int axis, int count) {
    Shape before = flat(x.shape().slice(0, at));
    Shape after = flat(x.shape().from(at));
    Tensor open = x.reshape(before.concat(Shape.of(1)).concat(after));
    Tensor stretched = open.broadcastTo(before.concat(Shape.of(count)).concat(after));
    return stretched.reshape(x.shape().withDim(axis, Math.multiplyExact(x.dim(axis), count)));
  }

  // As few axes as possible, so that the new one fits beside eight.
  private static Shape flat(Shape shape) {
    return shape.isKnown() ? Shape.of(shape.size()) : shape;
  }
}

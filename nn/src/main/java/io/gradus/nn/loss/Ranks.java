package io.gradus.nn.loss;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;

/// Keras' rule for two tensors that belong together while one of them has a last axis of length 1
/// that the other lacks: a vector gets it too, else it is dropped.
final class Ranks {
  private Ranks() {}

  /// {@return the shape that `x` takes beside the other}
  static Shape beside(Shape x, Shape other) {
    if (x.rank() == other.rank() + 1 && endsInOne(x) && other.rank() != 1) {
      return x.slice(0, other.rank());
    }
    if (other.rank() == x.rank() + 1 && endsInOne(other) && x.rank() == 1) {
      return x.concat(Shape.of(1));
    }
    return x;
  }

  /// {@return `x` in the shape that it takes beside the other}
  static Tensor beside(Tensor x, Shape other) {
    Shape shape = beside(x.shape(), other);
    return shape.equals(x.shape()) ? x : x.reshape(shape);
  }

  private static boolean endsInOne(Shape shape) {
    return shape.isKnown(-1) && shape.dim(-1) == 1;
  }
}

package io.gradus.nn.initializer;

import io.gradus.tensor.type.Shape;

/// How many inputs and outputs a unit has, as Keras' `compute_fans` counts them: of a matrix rows
/// and columns, of a convolution kernel also the positions of its window.
///
/// @param in the number of inputs
/// @param out the number of outputs
public record Fans(long in, long out) {
  /// {@return the fans of a weight of this shape}
  public static Fans of(Shape shape) {
    return switch (shape.rank()) {
      case 0 -> new Fans(1, 1);
      case 1 -> new Fans(shape.dim(0), shape.dim(0));
      default -> {
        long window = shape.slice(0, shape.rank() - 2).size();
        yield new Fans(window * shape.dim(-2), window * shape.dim(-1));
      }
    };
  }
}

package io.gradus.nn.loss;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// Probabilities that logarithms are taken of.
final class Probabilities {
  /// Keras' smallest probability (`keras.config.epsilon`).
  static final double EPSILON = 1e-7;

  private Probabilities() {}

  /// {@return the probabilities, scaled to sum to 1 along the axis, and clipped}
  static Tensor normalized(Tensor p, int axis) {
    return clipped(p.div(p.sum(Axes.of(axis).keep())));
  }

  /// {@return the probabilities, clipped to [1e-7, 1 − 1e-7]}
  static Tensor clipped(Tensor p) {
    return p.clip(EPSILON, 1 - EPSILON);
  }

  /// {@return `−y·log p − (1 − y)·log(1 − p)` of clipped probabilities}
  static Tensor binaryCrossentropy(Tensor y, Tensor p) {
    Tensor clipped = clipped(p);
    return y.mul(clipped.log()).add(rest(y).mul(rest(clipped).log())).neg();
  }

  /// {@return `1 − x`}
  static Tensor rest(Tensor x) {
    return x.neg().add(1);
  }
}

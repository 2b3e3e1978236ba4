package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// The variables of metrics.
final class State {
  private State() {}

  /// {@return a variable of zeros, `float32`, that no training changes}
  static Variable zeros(String name, long... dims) {
    return new Variable(name, Tensor.zeros(dims)).trainable(false);
  }
}

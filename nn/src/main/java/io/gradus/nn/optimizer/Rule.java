package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;

/// How one step changes a variable.
@FunctionalInterface
public interface Rule {
  /// Changes a variable and its state.
  ///
  /// @param gradient of the variable's type
  void update(Variable variable, Tensor gradient, Slots slots);
}

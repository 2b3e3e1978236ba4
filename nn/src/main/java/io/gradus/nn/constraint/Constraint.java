package io.gradus.nn.constraint;

import io.gradus.nn.config.Configured;
import io.gradus.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Brings a weight back within bounds after each change by an optimizer
/// (`keras.constraints.Constraint`).
public interface Constraint extends Configured, UnaryOperator<Tensor> {
  /// {@return the value nearest to this one that is allowed, of its type}
  @Override
  Tensor apply(Tensor weight);

  /// {@return the constraint that Keras calls by this name, such as `non_neg` or `NonNeg`, with its
  /// defaults}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Constraint of(String name) {
    return Constraints.TABLE.named(name);
  }
}

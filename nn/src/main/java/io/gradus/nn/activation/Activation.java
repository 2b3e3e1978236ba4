package io.gradus.nn.activation;

import io.gradus.tensor.Tensor;

/// A function that a layer applies to its output (`keras.activations`). Any lambda will do, but
/// only the ones with a name can be saved; [Activations] lists them.
public interface Activation {
  /// `x`.
  Activation LINEAR = new NamedActivation("linear", x -> x);

  /// `max(x, 0)`.
  Activation RELU = new NamedActivation("relu", Tensor::relu);

  /// `exp(x) / Σ exp(x)` over the last axis.
  Activation SOFTMAX = new NamedActivation("softmax", x -> x.softmax(-1));

  /// {@return the function of `x`, element by element or along the last axis}
  Tensor apply(Tensor x);

  /// {@return the activation that Keras calls by this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Activation of(String name) {
    return Activations.of(name);
  }
}

package io.gradus.nn.activation;

import io.gradus.tensor.Tensor;

/// An activation with a name.
///
/// @param name Keras' name, or that of a function of one's own
/// @param function what it does
/// @param isOwn whether it is none of Keras'
record NamedActivation(String name, Activation function, boolean isOwn) implements Activation {
  /// An activation of Keras.
  NamedActivation(String name, Activation function) {
    this(name, function, false);
  }

  @Override
  public Tensor apply(Tensor x) {
    return function.apply(x);
  }

  @Override
  public String toString() {
    return name;
  }
}

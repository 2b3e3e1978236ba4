package io.gradus.nn.activation;

import io.gradus.tensor.Tensor;

/// An activation with a name.
///
/// @param name Keras' name
/// @param function what it does
record NamedActivation(String name, Activation function) implements Activation {
  @Override
  public Tensor apply(Tensor x) {
    return function.apply(x);
  }

  @Override
  public String toString() {
    return name;
  }
}

package io.gradus.nn.initializer;

import io.gradus.nn.config.Configured;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Gives a weight its first value (`keras.initializers`).
public interface Initializer extends Configured {
  /// {@return the first value of a weight of this type; the same key gives the same numbers}
  Tensor initialize(TensorType type, long key);

  /// {@return whether the numbers depend on how many inputs and outputs a unit has; no unless an
  /// initializer says so}
  default boolean countsFans() {
    return false;
  }

  /// {@return the initializer that Keras calls by this name, such as `glorot_uniform` or
  /// `GlorotUniform`, with its defaults}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Initializer of(String name) {
    return Initializers.TABLE.named(name);
  }
}

package io.gradus.nn.regularizer;

import io.gradus.nn.config.Configured;
import io.gradus.tensor.Tensor;

/// A penalty that is added to the loss (`keras.regularizers.Regularizer`).
public interface Regularizer extends Configured {
  /// {@return the penalty of a weight or of an output, a scalar of its type}
  Tensor penalty(Tensor x);

  /// {@return the regularizer that Keras calls by this name, such as `l2`, with its defaults}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Regularizer of(String name) {
    // Keras has another default behind the name than behind the class.
    return name.equals("l1_l2") ? new L1L2(0.01, 0.01) : Regularizers.TABLE.named(name);
  }
}

package io.gradus.nn.layer;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// Vectors brought to length 1.
final class UnitLength {
  // The least length that is divided by, as in Keras.
  private static final double LEAST = 1e-12;

  private UnitLength() {}

  /// {@return the tensor divided by its norm over the axes; what is 0 stays 0}
  static Tensor of(Tensor x, Axes axes) {
    Tensor wide = NormalizationLayer.wide(x);
    return wide.div(wide.norm(axes.keep()).maximum(LEAST)).cast(x.dtype());
  }
}

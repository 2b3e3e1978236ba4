package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.nn.initializer.Initializer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// Ones for the second of four equal parts, the bias of an LSTM's forget gate, and another
/// initializer's values for the others (Jozefowicz et al., *An Empirical Exploration of Recurrent
/// Network Architectures*, 2015).
///
/// @param others gives the other parts
record ForgetBias(Initializer others) implements Initializer {
  @Override
  public Tensor initialize(TensorType type, long key) {
    long part = type.shape().dim(0) / 4;
    TensorType one = type.withShape(Shape.of(part));
    TensorType two = type.withShape(Shape.of(2 * part));
    return Tensor.concat(
        0, others.initialize(one, key), Tensor.ones(one), others.initialize(two, key + 1));
  }

  /// {@return the schema of the other parts' initializer: this one has no name in configurations,
  /// which hold the other and a flag}
  @Override
  public Schema<?> schema() {
    return others.schema();
  }
}

package io.gradus.nn.initializer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// All elements 0 (`keras.initializers.Zeros`).
public record Zeros() implements Initializer {
  /// The configuration: no keys.
  public static final Schema<Zeros> SCHEMA = Schema.<Zeros>of("Zeros").build(_ -> new Zeros());

  @Override
  public Tensor initialize(TensorType type, long key) {
    return Tensor.zeros(type);
  }

  @Override
  public Schema<Zeros> schema() {
    return SCHEMA;
  }
}

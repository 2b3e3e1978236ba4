package io.gradus.nn.initializer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// All elements 1 (`keras.initializers.Ones`).
public record Ones() implements Initializer {
  /// The configuration: no keys.
  public static final Schema<Ones> SCHEMA = Schema.<Ones>of("Ones").build(_ -> new Ones());

  @Override
  public Tensor initialize(TensorType type, long key) {
    return Tensor.ones(type);
  }

  @Override
  public Schema<Ones> schema() {
    return SCHEMA;
  }
}

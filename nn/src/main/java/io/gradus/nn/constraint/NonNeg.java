package io.gradus.nn.constraint;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// No element below 0 (`keras.constraints.NonNeg`): `max(w, 0)`.
public record NonNeg() implements Constraint {
  /// The configuration: no keys.
  public static final Schema<NonNeg> SCHEMA = Schema.<NonNeg>of("NonNeg").build(_ -> new NonNeg());

  @Override
  public Tensor apply(Tensor weight) {
    return weight.maximum(0);
  }

  @Override
  public Schema<NonNeg> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// All elements one number (`keras.initializers.Constant`).
///
/// @param value the number, 0 by default
public record Constant(double value) implements Initializer {
  private static final ConfigKey<Double> VALUE = new ConfigKey<>("value", Codec.NUMBER);

  /// The configuration.
  public static final Schema<Constant> SCHEMA =
      Schema.<Constant>of("Constant")
          .optional(VALUE, Constant::value, 0.0)
          .build(c -> new Constant(c.get(VALUE)));

  @Override
  public Tensor initialize(TensorType type, long key) {
    return Tensor.full(type, value);
  }

  @Override
  public Schema<Constant> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Uniform over [−limit, limit] with `limit = √(6 / fan in)` (He et al. 2015;
/// `keras.initializers.HeUniform`).
///
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record HeUniform(@Nullable Integer seed) implements Initializer {
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<HeUniform> SCHEMA =
      Schema.<HeUniform>of("HeUniform")
          .optional(SEED, HeUniform::seed, null)
          .absent("input_axes", null)
          .absent("output_axes", null)
          .build(config -> new HeUniform(config.get(SEED)));

  /// Numbers that follow from the model's seed and the weight's path.
  public HeUniform() {
    this(null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return new VarianceScaling(2, VarianceScaling.FAN_IN, VarianceScaling.UNIFORM, seed)
        .initialize(type, key);
  }

  @Override
  public boolean countsFans() {
    return true;
  }

  @Override
  public Schema<HeUniform> schema() {
    return SCHEMA;
  }
}

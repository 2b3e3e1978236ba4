package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Uniform over [−limit, limit] with `limit = √(6 / (fan in + fan out))` (Glorot & Bengio 2010;
/// `keras.initializers.GlorotUniform`).
///
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record GlorotUniform(@Nullable Integer seed) implements Initializer {
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<GlorotUniform> SCHEMA =
      Schema.<GlorotUniform>of("GlorotUniform")
          .optional(SEED, GlorotUniform::seed, null)
          .absent("input_axes", null)
          .absent("output_axes", null)
          .build(config -> new GlorotUniform(config.get(SEED)));

  /// Numbers that follow from the model's seed and the weight's path.
  public GlorotUniform() {
    this(null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return new VarianceScaling(1, VarianceScaling.FAN_AVG, VarianceScaling.UNIFORM, seed)
        .initialize(type, key);
  }

  @Override
  public boolean countsFans() {
    return true;
  }

  @Override
  public Schema<GlorotUniform> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Uniform over [−limit, limit] with `limit = √(3 / fan in)` (LeCun et al. 1998;
/// `keras.initializers.LecunUniform`).
///
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record LecunUniform(@Nullable Integer seed) implements Initializer {
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<LecunUniform> SCHEMA =
      Schema.<LecunUniform>of("LecunUniform")
          .optional(SEED, LecunUniform::seed, null)
          .absent("input_axes", null)
          .absent("output_axes", null)
          .build(config -> new LecunUniform(config.get(SEED)));

  /// Numbers that follow from the model's seed and the weight's path.
  public LecunUniform() {
    this(null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return new VarianceScaling(1, VarianceScaling.FAN_IN, VarianceScaling.UNIFORM, seed)
        .initialize(type, key);
  }

  @Override
  public boolean countsFans() {
    return true;
  }

  @Override
  public Schema<LecunUniform> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Truncated normal with deviation `√(2 / fan in)` (He et al. 2015; `keras.initializers.HeNormal`).
///
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record HeNormal(@Nullable Integer seed) implements Initializer {
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<HeNormal> SCHEMA =
      Schema.<HeNormal>of("HeNormal")
          .optional(SEED, HeNormal::seed, null)
          .absent("input_axes", null)
          .absent("output_axes", null)
          .build(config -> new HeNormal(config.get(SEED)));

  /// Numbers that follow from the model's seed and the weight's path.
  public HeNormal() {
    this(null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return new VarianceScaling(2, VarianceScaling.FAN_IN, VarianceScaling.TRUNCATED_NORMAL, seed)
        .initialize(type, key);
  }

  @Override
  public boolean countsFans() {
    return true;
  }

  @Override
  public Schema<HeNormal> schema() {
    return SCHEMA;
  }
}

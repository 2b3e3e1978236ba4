package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Truncated normal with deviation `√(2 / (fan in + fan out))` (Glorot & Bengio 2010;
/// `keras.initializers.GlorotNormal`).
///
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record GlorotNormal(@Nullable Integer seed) implements Initializer {
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<GlorotNormal> SCHEMA =
      Schema.<GlorotNormal>of("GlorotNormal")
          .optional(SEED, GlorotNormal::seed, null)
          .absent("input_axes", null)
          .absent("output_axes", null)
          .build(config -> new GlorotNormal(config.get(SEED)));

  /// Numbers that follow from the model's seed and the weight's path.
  public GlorotNormal() {
    this(null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return new VarianceScaling(1, VarianceScaling.FAN_AVG, VarianceScaling.TRUNCATED_NORMAL, seed)
        .initialize(type, key);
  }

  @Override
  public boolean countsFans() {
    return true;
  }

  @Override
  public Schema<GlorotNormal> schema() {
    return SCHEMA;
  }
}

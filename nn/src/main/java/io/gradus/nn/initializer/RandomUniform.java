package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Uniform over [minval, maxval) (`keras.initializers.RandomUniform`).
///
/// @param minval the lower bound, −0.05 by default
/// @param maxval the upper bound, at least the lower, 0.05 by default
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record RandomUniform(double minval, double maxval, @Nullable Integer seed)
    implements Initializer {
  private static final String OF = "randomUniform";
  private static final ConfigKey<Double> MIN = new ConfigKey<>("minval", Codec.NUMBER);
  private static final ConfigKey<Double> MAX = new ConfigKey<>("maxval", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<RandomUniform> SCHEMA =
      Schema.<RandomUniform>of("RandomUniform")
          .optional(SEED, RandomUniform::seed, null)
          .optional(MIN, RandomUniform::minval, -0.05)
          .optional(MAX, RandomUniform::maxval, 0.05)
          .build(c -> new RandomUniform(c.get(MIN), c.get(MAX), c.get(SEED)));

  /// Checks the settings.
  public RandomUniform {
    Limits.finite(OF, "minval", minval);
    Limits.atLeast(OF, "maxval", maxval, minval);
  }

  /// Numbers over [−0.05, 0.05).
  public RandomUniform() {
    this(-0.05, 0.05);
  }

  /// Numbers that follow from the model's seed and the weight's path.
  public RandomUniform(double minval, double maxval) {
    this(minval, maxval, null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    long from = seed == null ? key : seed;
    return Tensor.randomUniform(type.shape(), minval, maxval, from).cast(type.dtype());
  }

  @Override
  public Schema<RandomUniform> schema() {
    return SCHEMA;
  }
}

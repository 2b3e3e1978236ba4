package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Normal (`keras.initializers.RandomNormal`).
///
/// @param mean the mean, 0 by default
/// @param stddev the standard deviation, at least 0, 0.05 by default
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record RandomNormal(double mean, double stddev, @Nullable Integer seed)
    implements Initializer {
  private static final String OF = "randomNormal";
  private static final ConfigKey<Double> MEAN = new ConfigKey<>("mean", Codec.NUMBER);
  private static final ConfigKey<Double> STDDEV = new ConfigKey<>("stddev", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<RandomNormal> SCHEMA =
      Schema.<RandomNormal>of("RandomNormal")
          .optional(SEED, RandomNormal::seed, null)
          .optional(MEAN, RandomNormal::mean, 0.0)
          .optional(STDDEV, RandomNormal::stddev, 0.05)
          .build(c -> new RandomNormal(c.get(MEAN), c.get(STDDEV), c.get(SEED)));

  /// Checks the settings.
  public RandomNormal {
    Limits.finite(OF, "mean", mean);
    Limits.atLeast(OF, "stddev", stddev, 0);
  }

  /// Mean 0 and deviation 0.05.
  public RandomNormal() {
    this(0, 0.05);
  }

  /// Numbers that follow from the model's seed and the weight's path.
  public RandomNormal(double mean, double stddev) {
    this(mean, stddev, null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return Tensor.randomNormal(type, mean, stddev, seed == null ? key : seed);
  }

  @Override
  public Schema<RandomNormal> schema() {
    return SCHEMA;
  }
}

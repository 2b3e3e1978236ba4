package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Normal, but no number further than two deviations from the mean: those are drawn again
/// (`keras.initializers.TruncatedNormal`).
///
/// @param mean the mean, 0 by default
/// @param stddev the standard deviation before the cut, at least 0, 0.05 by default
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record TruncatedNormal(double mean, double stddev, @Nullable Integer seed)
    implements Initializer {
  private static final String OF = "truncatedNormal";
  private static final ConfigKey<Double> MEAN = new ConfigKey<>("mean", Codec.NUMBER);
  private static final ConfigKey<Double> STDDEV = new ConfigKey<>("stddev", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<TruncatedNormal> SCHEMA =
      Schema.<TruncatedNormal>of("TruncatedNormal")
          .optional(SEED, TruncatedNormal::seed, null)
          .optional(MEAN, TruncatedNormal::mean, 0.0)
          .optional(STDDEV, TruncatedNormal::stddev, 0.05)
          .build(c -> new TruncatedNormal(c.get(MEAN), c.get(STDDEV), c.get(SEED)));

  /// Checks the settings.
  public TruncatedNormal {
    Limits.finite(OF, "mean", mean);
    Limits.atLeast(OF, "stddev", stddev, 0);
  }

  /// Mean 0 and deviation 0.05.
  public TruncatedNormal() {
    this(0, 0.05);
  }

  /// Numbers that follow from the model's seed and the weight's path.
  public TruncatedNormal(double mean, double stddev) {
    this(mean, stddev, null);
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    return Tensor.randomTruncatedNormal(type, mean, stddev, seed == null ? key : seed);
  }

  @Override
  public Schema<TruncatedNormal> schema() {
    return SCHEMA;
  }
}

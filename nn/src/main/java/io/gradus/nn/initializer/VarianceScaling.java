package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers whose variance is `scale / n`, with `n` the number of a unit's inputs, of its outputs,
/// or the mean of both (He et al. 2015; `keras.initializers.VarianceScaling`): a truncated normal
/// distribution, a normal one, or a uniform one over [−√(3·scale/n), √(3·scale/n)].
///
/// @param scale the variance times `n`, greater than 0, 1 by default
/// @param mode what `n` counts: [#FAN_IN], the default, [#FAN_OUT] or [#FAN_AVG]
/// @param distribution [#TRUNCATED_NORMAL], the default, which is also `"normal"`,
///   [#UNTRUNCATED_NORMAL] or [#UNIFORM]
/// @param seed fixes the numbers for every weight it is used for; null leaves them to the model's
///   seed and the weight's path
public record VarianceScaling(
    double scale, String mode, String distribution, @Nullable Integer seed) implements Initializer {
  /// The inputs of a unit count.
  public static final String FAN_IN = "fan_in";

  /// The outputs of a unit count.
  public static final String FAN_OUT = "fan_out";

  /// The mean of both counts.
  public static final String FAN_AVG = "fan_avg";

  /// A normal distribution cut off two deviations from the mean.
  public static final String TRUNCATED_NORMAL = "truncated_normal";

  /// A normal distribution.
  public static final String UNTRUNCATED_NORMAL = "untruncated_normal";

  /// A uniform distribution.
  public static final String UNIFORM = "uniform";

  // The deviation of a normal distribution cut off at two deviations.
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;
  private static final String OF = "varianceScaling";
  private static final List<String> MODES = List.of(FAN_IN, FAN_OUT, FAN_AVG);
  private static final List<String> DISTRIBUTIONS =
      List.of(TRUNCATED_NORMAL, UNTRUNCATED_NORMAL, UNIFORM);
  private static final ConfigKey<Double> SCALE = new ConfigKey<>("scale", Codec.NUMBER);
  private static final ConfigKey<String> MODE = new ConfigKey<>("mode", Codec.TEXT);
  private static final ConfigKey<String> DISTRIBUTION = new ConfigKey<>("distribution", Codec.TEXT);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration.
  public static final Schema<VarianceScaling> SCHEMA =
      Schema.<VarianceScaling>of("VarianceScaling")
          .optional(SEED, VarianceScaling::seed, null)
          .optional(SCALE, VarianceScaling::scale, 1.0)
          .optional(MODE, VarianceScaling::mode, FAN_IN)
          .optional(DISTRIBUTION, VarianceScaling::distribution, TRUNCATED_NORMAL)
          .absent("input_axes", null)
          .absent("output_axes", null)
          .build(c ->
              new VarianceScaling(c.get(SCALE), c.get(MODE), c.get(DISTRIBUTION), c.get(SEED)));

  /// Checks the settings.
  public VarianceScaling {
    Limits.above(OF, "scale", scale, 0);
    mode = known("mode", mode, MODES);
    String given = distribution.toLowerCase(Locale.ROOT);
    distribution =
        known("distribution", given.equals("normal") ? TRUNCATED_NORMAL : given, DISTRIBUTIONS);
  }

  /// Variance `1 / fan in`, truncated normal.
  public VarianceScaling() {
    this(1, FAN_IN, TRUNCATED_NORMAL);
  }

  /// Numbers that follow from the model's seed and the weight's path.
  public VarianceScaling(double scale, String mode, String distribution) {
    this(scale, mode, distribution, null);
  }

  private static String known(String name, String value, List<String> values) {
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be one of %s, got %s".formatted(OF, name, values, value));
    }
    return value;
  }

  @Override
  public Tensor initialize(TensorType type, long key) {
    Fans fans = Fans.of(type.shape());
    double n =
        switch (mode) {
          case FAN_IN -> fans.in();
          case FAN_OUT -> fans.out();
          default -> (fans.in() + fans.out()) / 2.0;
        };
    double variance = scale / Math.max(1, n);
    return switch (distribution) {
      case TRUNCATED_NORMAL ->
          new TruncatedNormal(0, Math.sqrt(variance) / TRUNCATED_DEVIATION, seed)
              .initialize(type, key);
      case UNTRUNCATED_NORMAL ->
          new RandomNormal(0, Math.sqrt(variance), seed).initialize(type, key);
      default -> {
        double limit = Math.sqrt(3 * variance);
        yield new RandomUniform(-limit, limit, seed).initialize(type, key);
      }
    };
  }

  @Override
  public boolean countsFans() {
    return true;
  }

  @Override
  public Schema<VarianceScaling> schema() {
    return SCHEMA;
  }
}

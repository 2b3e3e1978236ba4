package io.gradus.nn.constraint;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;

/// Brings the norms along some axes between two bounds (`keras.constraints.MinMaxNorm`): `w · (rate
/// · clip(‖w‖, minValue, maxValue) + (1 − rate) · ‖w‖) / (1e-7 + ‖w‖)`.
///
/// @param minValue the smallest norm, at least 0, 0 by default
/// @param maxValue the largest norm, at least the smallest, 1 by default
/// @param rate how far norms outside are brought toward the bound, in [0, 1], 1 by default
/// @param axes the axes of one vector or block: 0 by default, for the kernel `[in, out]` of a dense
///   layer; 0, 1 and 2 for the kernel of a convolution
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axes)
    implements Constraint {
  private static final String OF = "minMaxNorm";
  private static final ConfigKey<Double> MIN = new ConfigKey<>("min_value", Codec.NUMBER);
  private static final ConfigKey<Double> MAX = new ConfigKey<>("max_value", Codec.NUMBER);
  private static final ConfigKey<Double> RATE = new ConfigKey<>("rate", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<MinMaxNorm> SCHEMA =
      Schema.<MinMaxNorm>of("MinMaxNorm")
          .optional(MIN, MinMaxNorm::minValue, 0.0)
          .optional(MAX, MinMaxNorm::maxValue, 1.0)
          .optional(RATE, MinMaxNorm::rate, 1.0)
          .optional(NormAxes.KEY, MinMaxNorm::axes, NormAxes.FIRST)
          .build(c -> new MinMaxNorm(c.get(MIN), c.get(MAX), c.get(RATE), c.get(NormAxes.KEY)));

  /// Checks the settings.
  public MinMaxNorm {
    Limits.atLeast(OF, "minValue", minValue, 0);
    Limits.atLeast(OF, "maxValue", maxValue, minValue);
    Limits.within(OF, "rate", rate, 0, 1);
    axes = NormAxes.checked(OF, axes);
  }

  /// Norms of at most 1 along axis 0.
  public MinMaxNorm() {
    this(0, 1);
  }

  /// Norms between the bounds along axis 0.
  public MinMaxNorm(double minValue, double maxValue) {
    this(minValue, maxValue, 1, NormAxes.FIRST);
  }

  /// {@return this constraint, bringing norms a part of the way}
  public MinMaxNorm rate(double changed) {
    return new MinMaxNorm(minValue, maxValue, changed, axes);
  }

  /// {@return this constraint of norms along other axes}
  public MinMaxNorm axes(int... changed) {
    return new MinMaxNorm(minValue, maxValue, rate, NormAxes.of(changed));
  }

  @Override
  public Tensor apply(Tensor weight) {
    Tensor norms = NormAxes.norms(weight, axes);
    Tensor bounded = norms.maximum(minValue).minimum(maxValue);
    Tensor desired = bounded.mul(rate).add(norms.mul(1 - rate));
    return weight.mul(desired.div(norms.add(NormAxes.EPSILON)));
  }

  @Override
  public Schema<MinMaxNorm> schema() {
    return SCHEMA;
  }
}

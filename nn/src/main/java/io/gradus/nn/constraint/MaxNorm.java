package io.gradus.nn.constraint;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;

/// Bounds the norms along some axes from above (Srivastava et al. 2014;
/// `keras.constraints.MaxNorm`): `w · min(‖w‖, maxValue) / (1e-7 + ‖w‖)`.
///
/// @param maxValue the largest norm, at least 0, 2 by default
/// @param axes the axes of one vector or block: 0 by default, for the kernel `[in, out]` of a dense
///   layer; 0, 1 and 2 for the kernel of a convolution
public record MaxNorm(double maxValue, List<Integer> axes) implements Constraint {
  private static final String OF = "maxNorm";
  private static final ConfigKey<Double> MAX = new ConfigKey<>("max_value", Codec.PLAIN_NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<MaxNorm> SCHEMA =
      Schema.<MaxNorm>of("MaxNorm")
          .optional(MAX, MaxNorm::maxValue, 2.0)
          .optional(NormAxes.KEY, MaxNorm::axes, NormAxes.FIRST)
          .build(c -> new MaxNorm(c.get(MAX), c.get(NormAxes.KEY)));

  /// Checks the settings.
  public MaxNorm {
    Limits.atLeast(OF, "maxValue", maxValue, 0);
    axes = NormAxes.checked(OF, axes);
  }

  /// Norms of at most 2 along axis 0.
  public MaxNorm() {
    this(2);
  }

  /// Norms of at most `maxValue` along axis 0.
  public MaxNorm(double maxValue) {
    this(maxValue, NormAxes.FIRST);
  }

  /// {@return this constraint of norms along other axes}
  public MaxNorm axes(int... changed) {
    return new MaxNorm(maxValue, NormAxes.of(changed));
  }

  @Override
  public Tensor apply(Tensor weight) {
    Tensor norms = NormAxes.norms(weight, axes);
    return weight.mul(norms.minimum(maxValue).div(norms.add(NormAxes.EPSILON)));
  }

  @Override
  public Schema<MaxNorm> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.constraint;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;

/// Makes the norms along some axes 1 (`keras.constraints.UnitNorm`): `w / (1e-7 + ‖w‖)`.
///
/// @param axes the axes of one vector or block: 0 by default, for the kernel `[in, out]` of a dense
///   layer; 0, 1 and 2 for the kernel of a convolution
public record UnitNorm(List<Integer> axes) implements Constraint {
  /// The configuration, as Keras writes it.
  public static final Schema<UnitNorm> SCHEMA =
      Schema.<UnitNorm>of("UnitNorm")
          .optional(NormAxes.KEY, UnitNorm::axes, NormAxes.FIRST)
          .build(c -> new UnitNorm(c.get(NormAxes.KEY)));

  /// Checks the settings.
  public UnitNorm {
    axes = NormAxes.checked("unitNorm", axes);
  }

  /// Norms of 1 along axis 0.
  public UnitNorm() {
    this(NormAxes.FIRST);
  }

  /// {@return this constraint of norms along other axes}
  public UnitNorm axes(int... changed) {
    return new UnitNorm(NormAxes.of(changed));
  }

  @Override
  public Tensor apply(Tensor weight) {
    return weight.div(NormAxes.norms(weight, axes).add(NormAxes.EPSILON));
  }

  @Override
  public Schema<UnitNorm> schema() {
    return SCHEMA;
  }
}

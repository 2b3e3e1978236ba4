package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import org.jspecify.annotations.Nullable;

/// The learned factor and shift after a normalization.
///
/// @param gamma the factor, or null for 1
/// @param beta the shift, or null for 0
/// @param aligned the shape in which both broadcast to the input
record ScaleAndShift(@Nullable Variable gamma, @Nullable Variable beta, Shape aligned) {
  /// {@return `centered·gamma/√(variance + epsilon) + beta`}
  ///
  /// @param variance of a shape that broadcasts to the input
  Tensor apply(Tensor centered, Tensor variance, double epsilon) {
    Tensor factor = variance.add(epsilon).rsqrt();
    if (gamma != null) {
      factor = factor.mul(gamma.reshape(aligned).cast(centered.dtype()));
    }
    Tensor y = centered.mul(factor);
    return shifted(y);
  }

  /// {@return `x·gamma + beta`}
  Tensor apply(Tensor x) {
    return shifted(gamma == null ? x : x.mul(gamma.reshape(aligned).cast(x.dtype())));
  }

  private Tensor shifted(Tensor x) {
    return beta == null ? x : x.add(beta.reshape(aligned).cast(x.dtype()));
  }
}

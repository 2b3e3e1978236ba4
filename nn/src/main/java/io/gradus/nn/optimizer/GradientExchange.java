package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What happens to gradients between their computation and the optimizer: nothing, unless several
/// processes train together.
public interface GradientExchange {
  /// Passes gradients on unchanged.
  GradientExchange IDENTITY = gradients -> gradients;

  /// {@return the gradients to apply}
  @Nullable Tensor[] exchange(@Nullable Tensor[] gradients);
}

package io.gradus.nn.layer;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// Means over axes whose lengths may be unknown, and of parts of them.
final class Means {
  private Means() {}

  /// {@return the mean over the axes}
  static Tensor over(Tensor x, Axes axes) {
    // With an unknown length only the type is wanted: the program graph knows the length.
    return x.shape().isKnown() ? x.mean(axes) : x.cast(x.dtype().toFloating()).sum(axes);
  }

  /// {@return the mean over the axes of the elements that count}
  static Tensor over(Tensor x, Tensor counts, Axes axes) {
    Tensor sum = counts.where(x, 0).sum(axes);
    return sum.div(counts.cast(sum.dtype()).sum(axes));
  }
}

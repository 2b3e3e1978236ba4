package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A value for each sample, weighted already, and the weights.
///
/// @param values `[n]`, or a scalar
/// @param weights of the same shape, or null where all count the same
record SampleValues(Tensor values, @Nullable Tensor weights) {
  /// How the values of one sample become one: mean or sum.
  @FunctionalInterface
  interface Combination {
    Tensor apply(Tensor x, int... axes);
  }

  /// {@return the values of the samples} Weights are one for each sample, for each of its values,
  /// or one for all; they may end with an axis of length 1.
  static SampleValues of(
      String metric, Tensor values, @Nullable Tensor weights, Combination combination) {
    Tensor x = values.cast(DType.FLOAT32);
    if (weights == null) {
      return new SampleValues(combined(1, x, combination), null);
    }
    Tensor w = weights.cast(DType.FLOAT32);
    if (w.rank() == x.rank() + 1 && w.dim(-1) == 1) {
      w = Alignment.withoutLast(w);
    }
    x = combined(w.rank(), x, combination);
    w = Alignment.stretched(metric, w, x);
    return new SampleValues(combined(1, x.mul(w), combination), combined(1, w, combination));
  }

  private static Tensor combined(int from, Tensor x, Combination combination) {
    return x.rank() <= from ? x : combination.apply(x, IntStream.range(from, x.rank()).toArray());
  }
}

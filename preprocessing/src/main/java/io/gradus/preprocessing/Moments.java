package io.gradus.preprocessing;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import java.util.stream.IntStream;

/// Mean and variance of samples, merged batch by batch.
///
/// @param mean the mean
/// @param variance the variance
/// @param count how many values each is of
record Moments(Tensor mean, Tensor variance, double count) {
  /// {@return those of a batch for each position along the kept axes}
  static Moments of(Tensor batch, int[] kept) {
    int[] others =
        IntStream.range(0, batch.rank())
            .filter(axis -> IntStream.of(kept).noneMatch(k -> k == axis))
            .toArray();
    double count = IntStream.of(others).mapToDouble(batch::dim).reduce(1, (a, b) -> a * b);
    if (others.length == 0) {
      return new Moments(batch, batch.sub(batch), 1);
    }
    return new Moments(batch.mean(Axes.of(others)), batch.var(Axes.of(others)), count);
  }

  /// {@return those of both samples together}
  Moments with(Moments other) {
    double total = count + other.count;
    double share = other.count / total;
    Tensor both = mean.mul(1 - share).add(other.mean.mul(share));
    Tensor spread = variance.add(mean.sub(both).square()).mul(1 - share);
    Tensor otherSpread = other.variance.add(other.mean.sub(both).square()).mul(share);
    return new Moments(both, spread.add(otherSpread), total);
  }
}

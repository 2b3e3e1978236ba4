package io.gradus.preprocessing;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// The weights that images are blurred with.
final class BellCurve {
  private BellCurve() {}

  /// {@return the weights of an odd number of pixels, whose sum is 1: shares of `exp(−d²/2σ²)` for
  /// the distance d from the one in the middle}
  ///
  /// @param deviation the number σ, a scalar above 0
  static Tensor weights(int taps, Tensor deviation) {
    return shares(bell(taps, deviation));
  }

  /// {@return the same for pixels up to a distance, 0 for those farther away}
  static Tensor weights(int taps, Tensor deviation, Tensor distance) {
    return shares(distances(taps).abs().lessEqual(distance).where(bell(taps, deviation), 0));
  }

  private static Tensor bell(int taps, Tensor deviation) {
    return distances(taps).div(deviation).square().mul(-0.5).exp();
  }

  private static Tensor distances(int taps) {
    return Tensor.arange(taps).cast(DType.FLOAT32).sub(taps / 2);
  }

  private static Tensor shares(Tensor weights) {
    return weights.div(weights.sum());
  }
}

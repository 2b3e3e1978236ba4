package io.gradus.nn.preprocessing;

import io.gradus.tensor.Conv;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Blurs images with bell curves, one along the columns and one along the rows; beyond the edges
/// everything is 0.
///
/// @param x the weights along the columns, `[taps]`
/// @param y the weights along the rows, `[taps]`
record Gaussian(Tensor x, Tensor y) {
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

  /// {@return the images blurred}
  ///
  /// @param images `[batch, height, width, channels]`
  Tensor of(Tensor images) {
    Tensor across = images.depthwiseConv(kernel(images, x.reshape(1, -1, 1, 1)), Conv.SAME);
    return across.depthwiseConv(kernel(images, y.reshape(-1, 1, 1, 1)), Conv.SAME);
  }

  private static Tensor kernel(Tensor images, Tensor weights) {
    return weights.cast(images.dtype()).repeat(Math.toIntExact(images.dim(-1)), 2);
  }
}

package io.gradus.nn.preprocessing;

import io.gradus.tensor.Tensor;

/// Where the pixels of changed images come from: the place that an affine map gives that at (x, y),
/// divided by `c0·x + c1·y + 1`. Each number is a tensor `[batch, 1, 1]`.
record Projection(Affine affine, Tensor c0, Tensor c1) {
  // Infinitely far away, where the divisor is 0: outside, and next to nothing inside.
  private static final double FAR = -2;

  /// {@return where the pixels at these places come from}
  Places of(Places to) {
    Tensor divisor = c0.mul(to.x()).add(c1.mul(to.y())).add(1);
    Tensor near = divisor.notEqual(0);
    Places from = affine.of(to);
    return new Places(
        near.where(from.x().div(divisor), FAR), near.where(from.y().div(divisor), FAR));
  }
}

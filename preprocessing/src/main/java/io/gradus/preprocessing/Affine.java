package io.gradus.preprocessing;

import io.gradus.tensor.Tensor;

/// Where the pixels of changed images come from: that at (x, y) from `(a0·x + a1·y + a2, b0·x +
/// b1·y + b2)`. Each number is a tensor `[batch, 1, 1]`.
record Affine(Tensor a0, Tensor a1, Tensor a2, Tensor b0, Tensor b1, Tensor b2) {
  Projection projection() {
    Tensor none = Tensor.scalar(a0.dtype(), 0);
    return new Projection(this, none, none);
  }
}

package io.gradus.nn.preprocessing;

import io.gradus.tensor.Tensor;

/// Where the pixels of changed images come from: that at (x, y) from `(a0·x + a1·y + a2, b0·x +
/// b1·y + b2)`. Each number is a tensor `[batch, 1, 1]`.
record Affine(Tensor a0, Tensor a1, Tensor a2, Tensor b0, Tensor b1, Tensor b2) {
  /// {@return the boxes around what is in these in the images before}
  ///
  /// @param before boxes in `xyxy`, `[batch, n, 4]`
  Tensor boxes(Tensor before) {
    Tensor none = Tensor.scalar(before.dtype(), 0);
    return new Projection(this, none, none).boxes(before);
  }

  /// {@return where the pixels at these places come from}
  Places of(Places to) {
    Tensor x = a0.mul(to.x()).add(a1.mul(to.y())).add(a2);
    Tensor y = b0.mul(to.x()).add(b1.mul(to.y())).add(b2);
    return new Places(x, y);
  }
}

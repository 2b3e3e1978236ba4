package io.gradus.nn.preprocessing;

import io.gradus.nn.box.BoxTransform;
import io.gradus.tensor.Tensor;

/// Where the pixels of changed images come from: the place that an affine map gives that at (x, y),
/// divided by `c0·x + c1·y + 1`. Each number is a tensor `[batch, 1, 1]`.
record Projection(Affine affine, Tensor c0, Tensor c1) {
  // Infinitely far away, where the divisor is 0: outside, and next to nothing inside.
  private static final double FAR = -2;
  private static final double LEAST = 1e-12;

  /// {@return the boxes around what is in these in the images before}
  ///
  /// @param before boxes in `xyxy`, `[batch, n, 4]`
  Tensor boxes(Tensor before) {
    Affine a = affine;
    // The inverse up to a factor: the cofactors of (a0 a1 a2, b0 b1 b2, c0 c1 1).
    Tensor xOfX = a.b1().sub(a.b2().mul(c1));
    Tensor xOfY = a.a2().mul(c1).sub(a.a1());
    Tensor x1 = a.a1().mul(a.b2()).sub(a.a2().mul(a.b1()));
    Tensor yOfX = a.b2().mul(c0).sub(a.b0());
    Tensor yOfY = a.a0().sub(a.a2().mul(c0));
    Tensor y1 = a.a2().mul(a.b0()).sub(a.a0().mul(a.b2()));
    Tensor dOfX = a.b0().mul(c1).sub(a.b1().mul(c0));
    Tensor dOfY = a.a1().mul(c0).sub(a.a0().mul(c1));
    Tensor d1 = a.a0().mul(a.b1()).sub(a.a1().mul(a.b0()));
    return BoxTransform.around(
        before,
        (x, y) -> {
          Tensor divisor = dOfX.mul(x).add(dOfY.mul(y)).add(d1);
          // Infinitely far away.
          Tensor near = divisor.notEqual(0).where(divisor, LEAST);
          return new BoxTransform.Point(
              xOfX.mul(x).add(xOfY.mul(y)).add(x1).div(near),
              yOfX.mul(x).add(yOfY.mul(y)).add(y1).div(near));
        });
  }

  /// {@return where the pixels at these places come from}
  Places of(Places to) {
    Tensor divisor = c0.mul(to.x()).add(c1.mul(to.y())).add(1);
    Tensor near = divisor.notEqual(0);
    Places from = affine.of(to);
    return new Places(
        near.where(from.x().div(divisor), FAR), near.where(from.y().div(divisor), FAR));
  }
}

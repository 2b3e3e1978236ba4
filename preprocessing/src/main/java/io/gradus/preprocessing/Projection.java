package io.gradus.preprocessing;

import io.gradus.nn.box.BoxTransform;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.stream.Stream;

/// Where the pixels of changed images come from: the place that an affine map gives that at (x, y),
/// divided by `c0·x + c1·y + 1`. Each number is a tensor `[batch, 1, 1]`.
record Projection(Affine affine, Tensor c0, Tensor c1) {
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

  /// {@return the images as seen from there}
  ///
  /// @param images `[batch, height, width, channels]`
  Tensor of(Tensor images, WarpOptions options) {
    Affine a = affine;
    Shape each = Shape.of(images.dim(0));
    Tensor[] numbers =
        Stream.of(a.a0(), a.a1(), a.a2(), a.b0(), a.b1(), a.b2(), c0, c1)
            .map(number -> number.reshape(-1).broadcastTo(each))
            .toArray(Tensor[]::new);
    return images.affineTransform(Tensor.stack(-1, numbers), options.sampler());
  }
}

package io.gradus.preprocessing;

import io.gradus.tensor.Tensor;

/// A rectangle of each image of a batch. Each number is a tensor `[batch, 1, 1, 1]`.
///
/// @param left where it begins, in pixels
/// @param top where it begins, in pixels
/// @param width in pixels
/// @param height in pixels
record Rectangle(Tensor left, Tensor top, Tensor width, Tensor height) {
  /// {@return rectangles that are inside the images}
  ///
  /// @param x `[batch, height, width, channels]`
  /// @param width the share of the image's width
  /// @param height the share of the image's height
  /// @param left the place, from 0 at the left edge to 1 at the right edge
  /// @param top the place, from 0 at the upper edge to 1 at the lower edge
  static Rectangle of(Tensor x, Tensor width, Tensor height, Tensor left, Tensor top) {
    Tensor columns = width.mul((double) x.dim(2));
    Tensor rows = height.mul((double) x.dim(1));
    return new Rectangle(
        left.mul(columns.neg().add((double) x.dim(2))),
        top.mul(rows.neg().add((double) x.dim(1))),
        columns,
        rows);
  }

  /// {@return which pixels are inside, `[batch, height, width, 1]`}
  Tensor mask(Tensor x) {
    Tensor columns = Tensor.arange(Math.toIntExact(x.dim(2))).reshape(1, 1, x.dim(2), 1);
    Tensor rows = Tensor.arange(Math.toIntExact(x.dim(1))).reshape(1, x.dim(1), 1, 1);
    return inside(columns, left, width).logicalAnd(inside(rows, top, height));
  }

  private static Tensor inside(Tensor at, Tensor start, Tensor length) {
    return at.greaterEqual(start).logicalAnd(at.less(start.add(length)));
  }
}

package io.gradus.nn.box;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;

/// The corners of boxes, each number a tensor `[…, 1]`.
///
/// @param left the smaller `x`
/// @param top the smaller `y`
/// @param right the greater `x`
/// @param bottom the greater `y`
record Corners(Tensor left, Tensor top, Tensor right, Tensor bottom) {
  /// {@return the corners of boxes in this format, in its unit}
  static Corners of(Tensor boxes, BoxFormat format) {
    Tensor a = number(boxes, 0);
    Tensor b = number(boxes, 1);
    Tensor c = number(boxes, 2);
    Tensor d = number(boxes, 3);
    return switch (format.absolute()) {
      case YXYX -> new Corners(b, a, d, c);
      case XYWH -> new Corners(a, b, a.add(c), b.add(d));
      case CENTER_XYWH -> around(a, b, c, d);
      case CENTER_YXHW -> around(b, a, d, c);
      default -> new Corners(a, b, c, d);
    };
  }

  private static Tensor number(Tensor boxes, int position) {
    return boxes.get(Index.ELLIPSIS, Index.range(position, position + 1));
  }

  private static Corners around(Tensor x, Tensor y, Tensor width, Tensor height) {
    Tensor halfWidth = width.div(2);
    Tensor halfHeight = height.div(2);
    return new Corners(x.sub(halfWidth), y.sub(halfHeight), x.add(halfWidth), y.add(halfHeight));
  }

  Tensor width() {
    return right.sub(left);
  }

  Tensor height() {
    return bottom.sub(top);
  }

  /// {@return the boxes in this format, in the unit of the corners}
  Tensor in(BoxFormat format) {
    return switch (format.absolute()) {
      case YXYX -> join(top, left, bottom, right);
      case XYWH -> join(left, top, width(), height());
      case CENTER_XYWH -> join(middleX(), middleY(), width(), height());
      case CENTER_YXHW -> join(middleY(), middleX(), height(), width());
      default -> join(left, top, right, bottom);
    };
  }

  private static Tensor join(Tensor a, Tensor b, Tensor c, Tensor d) {
    return Tensor.concat(-1, a, b, c, d);
  }

  private Tensor middleX() {
    return left.add(width().div(2));
  }

  private Tensor middleY() {
    return top.add(height().div(2));
  }

  Corners scaled(double x, double y) {
    return new Corners(left.mul(x), top.mul(y), right.mul(x), bottom.mul(y));
  }

  Corners divided(double x, double y) {
    return new Corners(left.div(x), top.div(y), right.div(x), bottom.div(y));
  }

  Corners moved(double x, double y) {
    return new Corners(left.add(x), top.add(y), right.add(x), bottom.add(y));
  }

  Corners clipped(double width, double height) {
    return new Corners(
        left.clip(0, width), top.clip(0, height), right.clip(0, width), bottom.clip(0, height));
  }
}

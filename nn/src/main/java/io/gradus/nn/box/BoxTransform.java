package io.gradus.nn.box;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;

/// Turns, shifts, scales and shears boxes (`keras.utils.bounding_boxes.affine_transform`), as
/// images are whose pixels come from where the inverse map says. Each number is a tensor `[batch]`
/// or one for all. Immutable; each method gives a changed copy.
///
/// @param angle in degrees, counter-clockwise
/// @param translateX to the right, as a share of the width
/// @param translateY down, as a share of the height
/// @param scale about the middle
/// @param shearX in degrees
/// @param shearY in degrees
/// @param centerX the middle, as a share of the width
/// @param centerY the middle, as a share of the height
public record BoxTransform(
    Tensor angle,
    Tensor translateX,
    Tensor translateY,
    Tensor scale,
    Tensor shearX,
    Tensor shearY,
    double centerX,
    double centerY) {
  private static final double DEGREE = Math.PI / 180;

  /// Leaves boxes where they are.
  public BoxTransform() {
    this(number(0), number(0), number(0), number(1), number(0), number(0), 0.5, 0.5);
  }

  private static Tensor number(double value) {
    return Tensor.scalar(DType.FLOAT32, value);
  }

  /// {@return this map with another angle}
  public BoxTransform angle(Tensor degrees) {
    return new BoxTransform(
        degrees, translateX, translateY, scale, shearX, shearY, centerX, centerY);
  }

  /// {@return this map with other shifts}
  public BoxTransform translate(Tensor x, Tensor y) {
    return new BoxTransform(angle, x, y, scale, shearX, shearY, centerX, centerY);
  }

  /// {@return this map with another scale}
  public BoxTransform scale(Tensor changed) {
    return new BoxTransform(
        angle, translateX, translateY, changed, shearX, shearY, centerX, centerY);
  }

  /// {@return this map with other angles of shearing}
  public BoxTransform shear(Tensor xDegrees, Tensor yDegrees) {
    return new BoxTransform(
        angle, translateX, translateY, scale, xDegrees, yDegrees, centerX, centerY);
  }

  /// {@return this map about another middle}
  public BoxTransform center(double x, double y) {
    return new BoxTransform(angle, translateX, translateY, scale, shearX, shearY, x, y);
  }

  /// {@return the boxes around the mapped ones}
  ///
  /// @param boxes `[batch, n, 4]` in `xyxy`
  /// @param height the image's
  /// @param width the image's
  /// @throws ShapeException if there are other axes
  public Tensor of(Tensor boxes, long height, long width) {
    if (boxes.rank() != 3 || boxes.dim(2) != 4) {
      throw new ShapeException("box transform: needs boxes [batch, n, 4]; got " + boxes.type());
    }
    Tensor rotation = angle.mul(-DEGREE);
    Tensor x = shearX.mul(-DEGREE);
    Tensor y = shearY.mul(-DEGREE);
    Tensor a = rotation.sub(y).cos().div(y.cos());
    Tensor c = rotation.sub(y).sin().div(y.cos()).neg();
    Tensor b = a.mul(x.tan()).add(rotation.sin());
    Tensor d = rotation.cos().sub(c.mul(x.tan()));
    double middleX = centerX * (width - 1);
    double middleY = centerY * (height - 1);
    Tensor fromX = translateX.mul(1.0 - width).add(middleX);
    Tensor fromY = translateY.mul(1.0 - height).add(middleY);
    Tensor toX = d.mul(scale);
    Tensor toXofY = b.mul(scale).neg();
    Tensor toYofX = c.mul(scale).neg();
    Tensor toY = a.mul(scale);
    Corners corners = Corners.of(boxes.cast(toX.dtype()), BoxFormat.XYXY);
    return around(
        corners,
        (px, py) ->
            new Point(
                line(toX, px, toXofY, py, toX.mul(fromX).add(toXofY.mul(fromY)), middleX),
                line(toYofX, px, toY, py, toYofX.mul(fromX).add(toY.mul(fromY)), middleY)));
  }

  private static Tensor line(Tensor a, Tensor x, Tensor b, Tensor y, Tensor from, double to) {
    return each(a).mul(x).add(each(b).mul(y)).add(each(from.neg().add(to)));
  }

  // [batch] as [batch, 1, 1].
  private static Tensor each(Tensor number) {
    return number.rank() == 0 ? number : number.get(Index.ALL, Index.NEW_AXIS, Index.NEW_AXIS);
  }

  /// Points.
  ///
  /// @param x to the right
  /// @param y down
  public record Point(Tensor x, Tensor y) {}

  /// Where a map takes points.
  public interface PointMap {
    /// {@return the places of points that were at these}
    Point of(Tensor x, Tensor y);
  }

  /// {@return the boxes around what a map makes of boxes in `xyxy`}
  public static Tensor around(Tensor boxes, PointMap map) {
    return around(Corners.of(boxes, BoxFormat.XYXY), map);
  }

  private static Tensor around(Corners corners, PointMap map) {
    Tensor x = Tensor.concat(-1, corners.left(), corners.right(), corners.right(), corners.left());
    Tensor y = Tensor.concat(-1, corners.top(), corners.top(), corners.bottom(), corners.bottom());
    Point to = map.of(x, y);
    return new Corners(least(to.x()), least(to.y()), most(to.x()), most(to.y())).in(BoxFormat.XYXY);
  }

  private static Tensor least(Tensor x) {
    return x.min(-1).expandDims(-1);
  }

  private static Tensor most(Tensor x) {
    return x.max(-1).expandDims(-1);
  }
}

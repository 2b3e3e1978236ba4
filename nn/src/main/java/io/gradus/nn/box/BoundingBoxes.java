package io.gradus.nn.box;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Boxes around what images show, and what it is (`keras.utils.bounding_boxes`). Boxes beyond those
/// of an image have the label −1.
///
/// @param boxes `[n, 4]` of one image, or `[batch, n, 4]`; the [BoxFormat] says what the numbers
///   are
/// @param labels the class of each box, `[n]` or `[batch, n]`, or with a further axis of classes
public record BoundingBoxes(Tensor boxes, Tensor labels) {
  private static final double NO_LABEL = -1;

  /// Checks the shapes.
  ///
  /// @throws ShapeException if a box has not four numbers, or there is not a label for each box
  public BoundingBoxes {
    check(boxes);
    // They must hold −1.
    labels = labels.dtype().isUnsigned() ? labels.cast(DType.INT64) : labels;
    Shape each = boxes.shape().slice(0, boxes.rank() - 1);
    boolean fits = boxes.rank() == 2 || boxes.rank() == 3;
    fits &= labels.rank() == each.rank() || labels.rank() == each.rank() + 1;
    if (!fits || !labels.shape().slice(0, each.rank()).equals(each)) {
      throw new ShapeException(
          ("bounding boxes: needs boxes [n, 4] with labels [n], or [batch, n, 4] with [batch, n];"
                  + " got boxes=%s, labels=%s")
              .formatted(boxes.type(), labels.type()));
    }
  }

  private static void check(Tensor boxes) {
    if (boxes.rank() == 0 || boxes.dim(-1) != 4) {
      throw new ShapeException(
          "bounding boxes: the last axis must have 4 numbers; got " + boxes.type());
    }
  }

  // Whole numbers become float32.
  private static Tensor checked(Tensor boxes) {
    check(boxes);
    return boxes.dtype().isFloating() ? boxes : boxes.cast(DType.FLOAT32);
  }

  /// {@return these labels with other boxes}
  public BoundingBoxes boxes(Tensor changed) {
    return new BoundingBoxes(changed, labels);
  }

  /// {@return boxes and labels, both changed alike}
  public BoundingBoxes map(UnaryOperator<Tensor> change) {
    return new BoundingBoxes(change.apply(boxes), change.apply(labels));
  }

  /// {@return boxes in another format, where neither or both are relative}
  ///
  /// @param boxes `[…, 4]`; whole numbers become `float32`
  /// @throws ShapeException if a box has not four numbers
  /// @throws IllegalArgumentException if only one of the formats is relative: it takes the image's
  ///   size then
  public static Tensor convert(Tensor boxes, BoxFormat source, BoxFormat target) {
    if (source.isRelative() != target.isRelative()) {
      throw new IllegalArgumentException(
          "bounding boxes: from %s to %s it takes the image's height and width"
              .formatted(source, target));
    }
    Tensor given = checked(boxes);
    return source == target ? given : Corners.of(given, source).in(target);
  }

  /// {@return boxes in another format}
  ///
  /// @param boxes `[…, 4]`; whole numbers become `float32`
  /// @param height the image's, in pixels
  /// @param width the image's, in pixels
  /// @throws ShapeException if a box has not four numbers
  public static Tensor convert(
      Tensor boxes, BoxFormat source, BoxFormat target, long height, long width) {
    if (source.isRelative() == target.isRelative()) {
      return convert(boxes, source, target);
    }
    Corners corners = Corners.of(checked(boxes), source);
    double x = width;
    double y = height;
    return (source.isRelative() ? corners.scaled(x, y) : corners.divided(x, y)).in(target);
  }

  /// {@return these boxes in another format}
  public BoundingBoxes convert(BoxFormat source, BoxFormat target, long height, long width) {
    return boxes(convert(boxes, source, target, height, width));
  }

  /// {@return the parts of boxes that are inside the image; those of which nothing is left get the
  /// label −1 (`clip_to_image_size`)}
  ///
  /// @param format in which the boxes are and stay; Keras takes `xyxy` and `rel_xyxy` alone
  /// @param height the image's, in pixels
  /// @param width the image's, in pixels
  public BoundingBoxes clip(BoxFormat format, long height, long width) {
    double right = format.isRelative() ? 1 : width;
    double bottom = format.isRelative() ? 1 : height;
    Corners inside = Corners.of(checked(boxes), format).clipped(right, bottom);
    Tensor left = inside.width().mul(inside.height()).greater(0);
    Tensor kept = labels.rank() == boxes.rank() ? left : left.squeeze(-1);
    Tensor none = Tensor.scalar(labels.dtype(), NO_LABEL);
    return new BoundingBoxes(inside.in(format), kept.where(labels, none));
  }

  /// {@return boxes as seen in a part of the image, clipped to it}
  ///
  /// @param boxes `[…, 4]` in `xyxy`
  /// @param top where the part begins
  /// @param left where the part begins
  /// @param height of the part
  /// @param width of the part
  public static Tensor crop(Tensor boxes, long top, long left, long height, long width) {
    return Corners.of(checked(boxes), BoxFormat.XYXY)
        .moved((double) -left, (double) -top)
        .clipped((double) width, (double) height)
        .in(BoxFormat.XYXY);
  }

  /// {@return boxes in an image that has got margins}
  ///
  /// @param boxes `[…, 4]` in `xyxy`
  /// @param top the margin above
  /// @param left the margin on the left
  public static Tensor pad(Tensor boxes, long top, long left) {
    return Corners.of(checked(boxes), BoxFormat.XYXY)
        .moved((double) left, (double) top)
        .in(BoxFormat.XYXY);
  }

  /// {@return these boxes, exactly so many of each image: further ones are left out, missing ones
  /// have this value in all their numbers and as label}
  public BoundingBoxes count(int number, double fill) {
    int axis = boxes.rank() - 2;
    return new BoundingBoxes(
        counted(boxes, axis, number, fill), counted(labels, axis, number, fill));
  }

  private static Tensor counted(Tensor x, int axis, int number, double fill) {
    Index[] first = new Index[x.rank()];
    Arrays.fill(first, Index.ALL);
    first[axis] = Index.range(0, Math.min(number, x.dim(axis)));
    long[][] widths = new long[x.rank()][2];
    widths[axis][1] = Math.max(0, number - x.dim(axis));
    return x.get(first).pad(widths, fill);
  }
}

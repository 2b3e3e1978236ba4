package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;

/// What images must be, and their parts.
final class ImageChecks {
  private ImageChecks() {}

  /// {@return the images}
  ///
  /// @throws ShapeException if there are neither three nor four axes
  static Tensor images(String operation, Tensor x) {
    if (x.rank() != 3 && x.rank() != 4) {
      throw new ShapeException(
          "%s: needs an image of 3 axes or a batch of 4; got %s".formatted(operation, x.type()));
    }
    return x;
  }

  static void channels(String operation, Tensor x, int count) {
    if (x.dim(-1) != count) {
      throw new ShapeException(
          "%s: needs %d channels; got %s".formatted(operation, count, x.type()));
    }
  }

  static Tensor colours(String operation, Tensor x) {
    channels(operation, images(operation, x), 3);
    if (!x.dtype().isFloating()) {
      throw new DTypeException(operation + ": needs a floating type; got " + x.type());
    }
    return x;
  }

  static Tensor channel(Tensor x, int channel) {
    return x.get(Index.ELLIPSIS, Index.at(channel));
  }

  /// {@return the distance of 1 from the next number of the type}
  static double precision(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case FLOAT64 -> 0x1p-52;
      default -> 0x1p-23;
    };
  }

  static void stretched(
      Tensor x,
      Shape shape,
      int[] axes,
      double[] scale,
      double[] translation,
      Interpolation interpolation) {
    if (interpolation == Interpolation.NEAREST) {
      throw new IllegalArgumentException("scaleAndTranslate: needs weights; got nearest");
    }
    boolean fits = axes.length == scale.length && axes.length == translation.length;
    if (!fits || !Arrays.stream(scale).allMatch(factor -> factor > 0)) {
      throw new IllegalArgumentException(
          "scaleAndTranslate: needs a positive factor and a distance for each axis; got %s, %s, %s"
              .formatted(
                  Arrays.toString(axes), Arrays.toString(scale), Arrays.toString(translation)));
    }
    int[] moved = Axes.of(axes).inOrder("scaleAndTranslate", x.shape());
    boolean same = shape.rank() == x.rank();
    for (int axis = 0; same && axis < x.rank(); axis++) {
      int at = axis;
      boolean among = axes.length > 0 && Arrays.stream(moved).anyMatch(a -> a == at);
      same = among ? x.dim(axis) > 0 : shape.dim(axis) == x.dim(axis);
    }
    if (!same) {
      throw new ShapeException(
          "scaleAndTranslate: only the lengths of axes %s may differ; got %s for %s"
              .formatted(Arrays.toString(axes), shape, x.type()));
    }
  }

  static Tensor transforms(Tensor x, Tensor transform) {
    boolean one = transform.shape().equals(Shape.of(8));
    boolean each = x.rank() == 4 && transform.shape().equals(Shape.of(x.dim(0), 8));
    if (!one && !each && !transform.shape().equals(Shape.of(1, 8))) {
      throw new ShapeException(
          "affineTransform: needs eight numbers, or eight for each image; got x=%s, transform=%s"
              .formatted(x.type(), transform.type()));
    }
    return transform.reshape(-1, 8);
  }

  /// {@return weights of a bell curve, `[taps]`, whose sum is 1}
  static Tensor bell(Tensor beside, int taps, double sigma) {
    double[] weights = new double[taps];
    for (int i = 0; i < taps; i++) {
      double distance = (i - (taps - 1) / 2.0) / sigma;
      weights[i] = StrictMath.exp(-0.5 * distance * distance);
    }
    double sum = Arrays.stream(weights).sum();
    double[] shares = Arrays.stream(weights).map(weight -> weight / sum).toArray();
    return Apply.beside(beside, () -> Tensor.of(shares)).cast(beside.dtype());
  }

  /// {@return each channel as an image of its own, `[n·channels, height, width, 1]`}
  static Tensor planes(Tensor x) {
    return x.moveAxis(-1, -3).reshape(-1, x.dim(-3), x.dim(-2), 1);
  }
}

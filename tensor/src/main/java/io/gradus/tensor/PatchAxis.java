package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;

/// Patches along an axis.
///
/// @param taps the elements of a patch
/// @param dilation how far they are apart
/// @param stride how far the patches are apart
/// @param length the axis's length
record PatchAxis(int taps, int dilation, int stride, int length) {
  /// Checks the numbers.
  PatchAxis {
    if (taps < 1 || dilation < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "patches: taps, dilation and stride must be at least 1; got %d, %d, %d"
              .formatted(taps, dilation, stride));
    }
  }

  static PatchAxis of(String operation, Tensor x, int axis, int taps, int dilation, int stride) {
    int length = Math.toIntExact(x.dim(axis));
    PatchAxis result = new PatchAxis(taps, dilation, stride, length);
    if (result.count() < 1) {
      throw new ShapeException(
          "%s: no patch of %d taps fits axis %d; got %s"
              .formatted(operation, taps, axis, x.type()));
    }
    return result;
  }

  /// {@return how many patches there are}
  int count() {
    int span = (taps - 1) * dilation + 1;
    return length < span ? 0 : (length - span) / stride + 1;
  }

  /// {@return the positions of the elements of each patch, `[patches, taps]`}
  Tensor positions(Tensor beside) {
    return Apply.beside(
        beside,
        () ->
            Tensor.build(
                Shape.of(count(), taps),
                DType.INT32,
                at -> (int) (at[0] * stride + at[1] * dilation)));
  }
}

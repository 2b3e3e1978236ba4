package io.gradus.conformance;

import io.gradus.tensor.Tensor;

/// Functions of `keras.ops` on segments and stretches of a tensor.
final class SegmentFunctions {
  private SegmentFunctions() {}

  /// {@return the number of segments: as given, or one more than the largest}
  static int count(Arguments a) {
    return a.has("num_segments")
        ? a.integer("num_segments")
        : 1 + (int) a.tensor("segment_ids").max().item();
  }

  static Tensor trapezoid(Arguments a) {
    int axis = a.integer("axis", -1);
    if (!a.has("x")) {
      return a.tensor("y").trapezoid(a.number("dx", 1), axis);
    }
    Tensor y = a.tensor("y").moveAxis(axis, -1);
    Tensor x = a.tensor("x");
    Tensor steps = (x.rank() == 1 ? x : x.moveAxis(axis, -1)).diff(1, -1);
    // The sum of neighbours is twice their mean.
    Tensor sums = y.sequences(2, 1).sum(-1);
    return sums.mul(steps).sum(-1).mul(0.5);
  }
}

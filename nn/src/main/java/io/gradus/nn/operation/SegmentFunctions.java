package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;

/// Functions of `keras.ops` on segments and stretches of a tensor.
final class SegmentFunctions {
  private SegmentFunctions() {}

  /// A reduction of segments.
  @FunctionalInterface
  private interface Reduction {
    Tensor apply(Tensor x, Tensor segments, int count);
  }

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    // Keras keeps the type, also of truth values.
    segments(table, "segment_sum", (x, ids, n) -> x.segmentSum(ids, n).cast(x.dtype()));
    segments(table, "segment_max", Tensor::segmentMax);
    segments(table, "segment_min", Tensor::segmentMin);
    segments(table, "segment_prod", Tensor::segmentProd);
    table.row(
        "extract_sequences",
        "x sequence_length sequence_stride",
        a -> a.tensor("x").sequences(a.integer("sequence_length"), a.integer("sequence_stride")));
    table.row(
        "diff", "a n axis", a -> a.tensor("a").diff(a.integer("n", 1), a.integer("axis", -1)));
    table.row("trapezoid", "y x dx axis", SegmentFunctions::trapezoid);
  }

  private static void segments(FunctionTable table, String name, Reduction reduction) {
    table.row(
        name,
        "data segment_ids num_segments sorted",
        a -> reduction.apply(a.tensor("data"), a.tensor("segment_ids"), count(a)));
  }

  /// {@return the number of segments: as given, or one more than the largest}
  static int count(CallArguments a) {
    return a.has("num_segments")
        ? a.integer("num_segments")
        : 1 + (int) a.tensor("segment_ids").max().item();
  }

  static Tensor trapezoid(CallArguments a) {
    int axis = a.integer("axis", -1);
    if (!a.has("x")) {
      return a.tensor("y").trapezoid(a.number("dx", 1), axis);
    }
    Tensor given = a.tensor("y");
    Tensor y = given.cast(given.dtype().toFloating()).moveAxis(axis, -1);
    Tensor x = a.tensor("x");
    Tensor steps = (x.rank() == 1 ? x : x.moveAxis(axis, -1)).diff(1, -1);
    // The sum of neighbours is twice their mean.
    Tensor sums = y.sequences(2, 1).sum(-1);
    return sums.mul(steps).sum(-1).mul(0.5);
  }
}

package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;

/// Targets and predictions brought to one shape.
///
/// @param yTrue the targets
/// @param yPred the predictions
record Alignment(Tensor yTrue, Tensor yPred) {
  /// {@return the two with one rank: where it differs by one axis of length 1 at the end, that axis
  /// is added or removed}
  ///
  /// @throws ShapeException if the shapes differ otherwise
  static Alignment of(String metric, Tensor yTrue, Tensor yPred) {
    Tensor targets = ranked(yTrue, yPred);
    Tensor predictions = ranked(yPred, yTrue);
    if (!targets.shape().equals(predictions.shape())) {
      throw new ShapeException(
          "%s: targets and predictions must have one shape; got y=%s, prediction=%s"
              .formatted(metric, yTrue.type(), yPred.type()));
    }
    return new Alignment(targets, predictions);
  }

  // Columns stay columns: of [n] and [n, 1] the first gets an axis.
  private static Tensor ranked(Tensor x, Tensor other) {
    if (x.rank() == 1 && other.rank() == 2 && other.dim(-1) == 1) {
      return x.expandDims(-1);
    }
    boolean column = x.rank() != 2 && x.rank() == other.rank() + 1 && x.dim(-1) == 1;
    return column ? withoutLast(x) : x;
  }

  /// {@return the tensor without its last axis, which has length 1}
  static Tensor withoutLast(Tensor x) {
    return x.reshape(x.shape().slice(0, x.rank() - 1));
  }

  /// {@return weights stretched over values}
  ///
  /// @throws ShapeException if they cannot be
  static Tensor stretched(String metric, Tensor weights, Tensor values) {
    Shape from = weights.shape();
    Shape to = values.shape();
    boolean fits = from.rank() <= to.rank();
    for (int axis = 1; fits && axis <= from.rank(); axis++) {
      fits = from.dim(-axis) == 1 || from.dim(-axis) == to.dim(-axis);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: weights do not fit the values; got weights=%s, values=%s"
              .formatted(metric, weights.type(), values.type()));
    }
    return weights.broadcastTo(to);
  }
}

package io.gradus.nn.loss;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;

/// Targets beside their prediction, of one shape and one floating type.
///
/// @param target what should come out
/// @param prediction what came out
record Pair(Tensor target, Tensor prediction) {
  /// {@return the pair: of a last axis that only one of them has, of length 1, it goes by Keras'
  /// rule}
  ///
  /// @throws ShapeException if they have different shapes
  static Pair of(Tensor yTrue, Tensor yPred) {
    check(yTrue.type(), yPred.type());
    Tensor target = Ranks.beside(yTrue, yPred.shape());
    Tensor prediction = Ranks.beside(yPred, yTrue.shape());
    Tensor floating = prediction.cast(prediction.dtype().toFloating());
    return new Pair(target.cast(floating.dtype()), floating);
  }

  static void check(TensorType yTrue, TensorType yPred) {
    check(yTrue, yPred, "");
  }

  /// Checks that both have one shape; a hint ends the message of those that do not.
  static void check(TensorType yTrue, TensorType yPred, String hint) {
    Shape target = Ranks.beside(yTrue.shape(), yPred.shape());
    Shape prediction = Ranks.beside(yPred.shape(), yTrue.shape());
    boolean fits = target.rank() == prediction.rank();
    for (int axis = 0; fits && axis < target.rank(); axis++) {
      fits =
          !target.isKnown(axis)
              || !prediction.isKnown(axis)
              || target.dim(axis) == prediction.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "loss: targets and prediction must have one shape; got y=%s, prediction=%s%s"
              .formatted(yTrue, yPred, hint));
    }
    if (target.rank() == 0) {
      throw new ShapeException(
          "loss: needs at least one axis; got y=%s, prediction=%s".formatted(yTrue, yPred));
    }
  }

  /// {@return this pair, the targets drawn towards the same value for each of the classes}
  ///
  /// @param smoothing how far, from 0 to 1
  Pair smoothed(double smoothing, double classes) {
    return smoothing == 0
        ? this
        : new Pair(target.mul(1 - smoothing).add(smoothing / classes), prediction);
  }

  /// {@return prediction − target}
  Tensor error() {
    return prediction.sub(target);
  }
}

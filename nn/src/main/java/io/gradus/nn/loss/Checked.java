package io.gradus.nn.loss;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Settings and targets that must be in some range.
final class Checked {
  private Checked() {}

  /// Refuses a number that is not in [0, 1].
  static void fraction(String loss, String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: %s must be in [0, 1], got %s".formatted(loss, setting, value));
    }
  }

  /// Refuses a number below 0.
  static void notNegative(String loss, String setting, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: %s must be at least 0 and finite, got %s".formatted(loss, setting, value));
    }
  }

  /// Refuses targets outside [0, 1], where they are known.
  static void binary(Tensor yTrue, TensorType yPred) {
    if (yTrue.isSymbolic()) {
      return;
    }
    for (double target : yTrue.toDoubleArray()) {
      if (target < 0 || target > 1) {
        throw new IllegalArgumentException(
            "loss: target %s is not in [0, 1]; got y=%s, prediction=%s"
                .formatted(text(target), yTrue.type(), yPred));
      }
    }
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Float.toString((float) number);
  }

  /// Refuses targets of another shape than the prediction; says so where they are class numbers.
  static void oneHot(TensorType yTrue, TensorType yPred) {
    int rank = yPred.shape().rank();
    boolean numbers =
        yTrue.shape().rank() == rank - 1
            || (yTrue.shape().rank() == rank && rank > 0 && yTrue.shape().dim(-1) == 1);
    Pair.check(yTrue, yPred, numbers ? "; class numbers need SparseCategoricalCrossentropy" : "");
  }
}

package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Which classes of each sample a metric looks at.
///
/// @param topK only the classes of so many highest predictions count as predicted, or null
/// @param classId the only class that is looked at, or null
record ClassChoice(@Nullable Integer topK, @Nullable Integer classId) {
  static final ClassChoice ALL = new ClassChoice(null, null);

  /// What a prediction becomes that is not among the highest: below all thresholds, as in Keras.
  static final double LEFT_OUT = -1e10;

  /// {@return the choice, checked}
  ///
  /// @throws IllegalArgumentException if there is no such class or number of classes
  ClassChoice checked(String metric) {
    if (topK != null) {
      Checks.atLeast(1, metric, "topK", topK);
    }
    if (classId != null) {
      Checks.atLeast(0, metric, "classId", classId);
    }
    return this;
  }

  /// {@return what is looked at of targets and predictions}
  Alignment of(String metric, Alignment all) {
    Tensor yTrue = all.yTrue();
    Tensor yPred = all.yPred();
    if (topK != null) {
      check(metric, "topK", topK, yPred.type(), 1, topK);
      yPred = highest(topK, yPred.cast(DType.FLOAT32));
    }
    if (classId != null) {
      check(metric, "classId", classId, yPred.type(), 2, classId + 1);
      String column = "..., %d:%d".formatted(classId, classId + 1);
      yTrue = yTrue.get(column);
      yPred = yPred.get(column);
    }
    return new Alignment(yTrue, yPred);
  }

  private static void check(
      String metric, String setting, int value, TensorType yPred, int rank, int classes) {
    if (yPred.shape().rank() < rank || yPred.shape().dim(-1) < classes) {
      throw new ShapeException(
          "%s: %s %d needs predictions of at least %d classes; got prediction=%s"
              .formatted(metric, setting, value, classes, yPred));
    }
  }

  // Of equals the first are the higher ones.
  private static Tensor highest(int k, Tensor yPred) {
    int classes = Math.toIntExact(yPred.dim(-1));
    Tensor chosen = yPred.topK(k).indices().oneHot(classes).any(-2);
    return chosen.where(yPred, LEFT_OUT);
  }
}

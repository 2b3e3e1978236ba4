package io.gradus.nn.metric;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;

/// Targets that name classes.
final class Labels {
  private Labels() {}

  /// {@return class numbers `[n, …]`, given so or as `[n, …, 1]`}
  ///
  /// @throws ShapeException if they do not fit predictions `[n, …, classes]`
  static Tensor sparse(String metric, Tensor yTrue, Tensor yPred) {
    boolean column = yTrue.rank() == yPred.rank() && yTrue.rank() > 0 && yTrue.dim(-1) == 1;
    Tensor labels = column ? Alignment.withoutLast(yTrue) : yTrue;
    boolean fits =
        yPred.rank() > 0 && labels.shape().equals(yPred.shape().slice(0, yPred.rank() - 1));
    if (!fits) {
      throw new ShapeException(
          "%s: targets need the prediction's shape without the classes; got y=%s, prediction=%s"
              .formatted(metric, yTrue.type(), yPred.type()));
    }
    return labels;
  }

  /// Checks that targets have a value for each class.
  ///
  /// @throws ShapeException if they have not the shape of the predictions
  static void checkOneHot(String metric, Tensor yTrue, Tensor yPred) {
    if (yPred.rank() == 0 || !yTrue.shape().equals(yPred.shape())) {
      throw new ShapeException(
          "%s: one-hot targets need the prediction's shape; got y=%s, prediction=%s"
              .formatted(metric, yTrue.type(), yPred.type()));
    }
  }

  /// {@return where the prediction of the labelled class is among the `k` highest of its sample, as
  /// `bool`; equals of the `k`th highest are among them, labels that are no class are not}
  ///
  /// NaN counts as the largest number, but is itself among none.
  ///
  /// @param labels class numbers `[n, …]`
  /// @param yPred predictions `[n, …, classes]`
  static Tensor inTop(int k, Tensor labels, Tensor yPred) {
    Tensor classes = Tensor.arange(Math.toIntExact(yPred.dim(-1)));
    Tensor labelled = labels.expandDims(-1).equal(classes);
    Tensor value = labelled.where(yPred, 0).sum(Axes.of(-1).keep());
    Tensor higher = yPred.lessEqual(value).logicalNot().sum(-1);
    Tensor inside = labelled.logicalAnd(yPred.equal(yPred)).any(-1);
    return inside.where(higher, k).less(k);
  }
}

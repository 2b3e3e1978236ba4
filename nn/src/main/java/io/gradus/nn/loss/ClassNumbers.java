package io.gradus.nn.loss;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.WholeNumbers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Labels that are class numbers, beside a prediction with an axis of classes.
///
/// @param labels the class numbers as `int64`, of the prediction's shape without the classes
/// @param prediction the prediction's type
/// @param axis the axis of the classes, from the front
record ClassNumbers(Tensor labels, TensorType prediction, int axis) {
  /// {@return the labels beside a prediction of that type; an axis of length 1 in place of the
  /// classes is dropped}
  ///
  /// @param ignored a label that may be any number, or null
  /// @throws ShapeException if their shape is not the prediction's without the classes
  /// @throws IllegalArgumentException if a label, where they are known, is no class
  static ClassNumbers of(Tensor yTrue, TensorType yPred, int axis, @Nullable Integer ignored) {
    Shape labels = checkedShape(yTrue, yPred, axis, ignored);
    Tensor numbers = yTrue.shape().equals(labels) ? yTrue : yTrue.reshape(labels);
    int classAxis = yPred.shape().axis("loss", axis);
    return new ClassNumbers(integers(numbers, yPred, classAxis, ignored), yPred, classAxis);
  }

  /// {@return the shape of the labels without an axis in place of the classes; they are checked as
  /// by [#of]}
  static Shape checkedShape(Tensor yTrue, TensorType yPred, int axis, @Nullable Integer ignored) {
    Shape shape = yPred.shape();
    if (shape.rank() == 0) {
      throw new ShapeException("loss: the prediction needs an axis of classes; got " + yPred);
    }
    int classAxis = shape.axis("loss", axis);
    Shape given = yTrue.shape();
    boolean column =
        given.rank() == shape.rank() && given.isKnown(classAxis) && given.dim(classAxis) == 1;
    Shape labels = column ? given.slice(0, classAxis).concat(given.from(classAxis + 1)) : given;
    boolean fits = labels.rank() == shape.rank() - 1;
    for (int i = 0; fits && i < labels.rank(); i++) {
      int beside = i < classAxis ? i : i + 1;
      fits = !shape.isKnown(beside) || labels.dim(i) == shape.dim(beside);
    }
    if (!fits) {
      String hint = given.equals(shape) ? "; one-hot labels need CategoricalCrossentropy" : "";
      throw new ShapeException(
          "loss: labels need the prediction's shape without the classes; got y=%s, prediction=%s%s"
              .formatted(yTrue.type(), yPred, hint));
    }
    check(yTrue, yPred, classAxis, ignored);
    return labels;
  }

  /// Checks that every label is the number of a class, where they are known.
  ///
  /// @param axis the axis of the classes
  /// @param ignored a label that may be any number, or null
  /// @throws IllegalArgumentException naming the first that is not
  static void check(Tensor yTrue, TensorType yPred, int axis, @Nullable Integer ignored) {
    if (yTrue.isSymbolic()) {
      return;
    }
    rule(yTrue, yPred, axis, ignored).check(yTrue);
  }

  /// {@return labels as `int64`; those that are not known yet are checked when they are}
  static Tensor integers(Tensor yTrue, TensorType yPred, int axis, @Nullable Integer ignored) {
    return yTrue.isSymbolic() && yPred.shape().isKnown(axis)
        ? rule(yTrue, yPred, axis, ignored).of(yTrue)
        : yTrue.cast(DType.INT64);
  }

  private static WholeNumbers rule(
      Tensor yTrue, TensorType yPred, int axis, @Nullable Integer ignored) {
    String both = "; got y=%s, prediction=%s".formatted(yTrue.type(), yPred);
    long classes = yPred.shape().dim(axis);
    WholeNumbers rule = WholeNumbers.below(classes, "classes", "loss: label", DType.INT64, both);
    return ignored == null ? rule : rule.also(ignored);
  }

  /// {@return true where the prediction is of the label's class, of the prediction's shape}
  Tensor oneHot() {
    long classes = prediction.shape().dim(axis);
    long[] dims = new long[prediction.shape().rank()];
    Arrays.fill(dims, 1);
    dims[axis] = classes;
    Tensor numbers = Tensor.arange(Math.toIntExact(classes)).reshape(dims);
    return labels.expandDims(axis).equal(numbers);
  }
}

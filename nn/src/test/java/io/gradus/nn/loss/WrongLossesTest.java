package io.gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said to those who call losses wrongly.
class WrongLossesTest {
  /// A wrong call, and what it is answered with.
  record Wrong(
      String name, Class<? extends Throwable> type, String message, ThrowingCallable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Class<IllegalArgumentException> ARGUMENT = IllegalArgumentException.class;
  private static final Class<ShapeException> SHAPE = ShapeException.class;
  private static final Tensor P = Tensor.ones(6, 3);
  private static final Tensor LABELS = Tensor.of(0, 1, 2, 0, 1, 2);

  private static Wrong shape(String name, String message, ThrowingCallable call) {
    return new Wrong(name, SHAPE, message, call);
  }

  private static Wrong argument(String name, String message, ThrowingCallable call) {
    return new Wrong(name, ARGUMENT, message, call);
  }

  static Stream<Wrong> shapes() {
    return Stream.of(
        shape(
            "targets of another length",
            "loss: targets and prediction must have one shape; got y=float32[6, 2], "
                + "prediction=float32[6, 3]",
            () -> Losses.meanSquaredError(Tensor.ones(6, 2), P)),
        shape(
            "targets that would stretch",
            "loss: targets and prediction must have one shape; got y=float32[6, 1], "
                + "prediction=float32[6, 3]",
            () -> Losses.meanAbsoluteError(Tensor.ones(6, 1), P)),
        shape(
            "targets of fewer axes",
            "loss: targets and prediction must have one shape; got y=float32[6], "
                + "prediction=float32[6, 3]",
            () -> Losses.huber(Tensor.ones(6), P)),
        shape(
            "fewer targets",
            "loss: targets and prediction must have one shape; got y=float32[5, 3], "
                + "prediction=float32[6, 3]",
            () -> new BinaryCrossentropy().check(Tensor.ones(5, 3), P.type())),
        shape(
            "scalars",
            "loss: needs at least one axis; got y=float32[], prediction=float32[]",
            () -> Losses.meanSquaredError(Tensor.of(1f), Tensor.of(1f))),
        shape(
            "class numbers for one-hot targets",
            "loss: targets and prediction must have one shape; got y=int32[6], "
                + "prediction=float32[6, 3]; class numbers need SparseCategoricalCrossentropy",
            () -> Losses.categoricalCrossentropy(LABELS, P)),
        shape(
            "a column of class numbers for one-hot targets",
            "loss: targets and prediction must have one shape; got y=int32[6, 1], "
                + "prediction=float32[6, 3]; class numbers need SparseCategoricalCrossentropy",
            () -> new CategoricalFocalCrossentropy().check(LABELS.expandDims(1), P.type())),
        shape(
            "another number of classes",
            "loss: targets and prediction must have one shape; got y=float32[6, 4], "
                + "prediction=float32[6, 3]",
            () -> Losses.categoricalCrossentropy(Tensor.ones(6, 4), P)),
        shape(
            "one-hot labels for class numbers",
            "loss: labels need the prediction's shape without the classes; got y=float32[6, 3], "
                + "prediction=float32[6, 3]; one-hot labels need CategoricalCrossentropy",
            () -> Losses.sparseCategoricalCrossentropy(P, P)),
        shape(
            "another number of labels",
            "loss: labels need the prediction's shape without the classes; got y=int32[5], "
                + "prediction=float32[6, 3]",
            () -> Losses.categoricalGeneralizedCrossEntropy(LABELS.get("0:5"), P)),
        shape(
            "a prediction without classes",
            "loss: the prediction needs an axis of classes; got float32[]",
            () -> Losses.sparseCategoricalCrossentropy(Tensor.of(1), Tensor.of(1f))),
        shape(
            "an axis that is not there",
            "loss: axis 2 is out of range for shape [6, 3]",
            () -> new BinaryCrossentropy().axis(2).call(P, P)),
        shape(
            "weights for other classes",
            "loss: alpha needs one number, or one for each class; got 2 numbers, "
                + "prediction=float32[6, 3]",
            () -> new CategoricalFocalCrossentropy().alpha(0.2, 0.8).call(P, P)),
        shape(
            "labels for vectors of two axes",
            "loss: needs a label for each of the vectors [n, d]; got y=int32[6], "
                + "prediction=float32[6]",
            () -> Losses.circle(LABELS, Tensor.ones(6))),
        shape(
            "fewer labels than vectors",
            "loss: needs a label for each of the vectors [n, d]; got y=int32[6], "
                + "prediction=float32[5, 3]",
            () -> Losses.circle(LABELS, Tensor.ones(5, 3))),
        shape(
            "logits without classes for ctc",
            "loss: needs labels [n, length] beside logits [n, steps, classes]; got y=int32[1, 2], "
                + "prediction=float32[1, 4]",
            () -> Losses.ctc(Tensor.of(new int[][] {{1, 2}}), Tensor.ones(1, 4))),
        shape(
            "sample weights of another length",
            "loss: sample weights must have the losses' shape, or 1 where they stretch; got "
                + "float32[5], losses=float32[6]",
            () -> new MeanSquaredError().reduced(P, P, Tensor.ones(5))),
        shape(
            "sample weights of more axes",
            "loss: sample weights must have the losses' shape, or 1 where they stretch; got "
                + "float32[6, 3], losses=float32[6]",
            () -> new MeanSquaredError().reduced(P, P, P)),
        shape(
            "a mask of another length",
            "loss: the mask must have the losses' shape, or 1 where they stretch; got "
                + "bool[2], losses=float32[6]",
            () -> new MeanSquaredError().reduced(P, P, null, Tensor.of(true, false))));
  }

  static Stream<Wrong> values() {
    return Stream.of(
        argument(
            "a label that is no class",
            "loss: label 3 at [2] is out of range for 3 classes; got y=int32[6],"
                + " prediction=float32[6, 3]",
            () -> Losses.sparseCategoricalCrossentropy(Tensor.of(0, 1, 3, 0, 1, 2), P)),
        argument(
            "a negative label",
            "loss: label -1 at [1] is out of range for 3 classes; got y=int64[6], "
                + "prediction=float32[6, 3]",
            () ->
                new CategoricalGeneralizedCrossEntropy()
                    .check(Tensor.of(0L, -1L, 1L, 0L, 1L, 2L), P.type())),
        argument(
            "a label beside the ignored one",
            "loss: label -2 at [2] is out of range for 3 classes; got y=int32[6], "
                + "prediction=float32[6, 3]",
            () ->
                new SparseCategoricalCrossentropy()
                    .ignoreClass(-1)
                    .check(Tensor.of(0, -1, -2, 0, 1, 2), P.type())),
        argument(
            "a label of a sequence that is no class",
            "loss: label 5 at [0, 0] is out of range for 3 classes; got y=int32[1, 2], "
                + "prediction=float32[1, 4, 3]",
            () -> Losses.ctc(Tensor.of(new int[][] {{5, 0}}), Tensor.ones(1, 4, 3))),
        argument(
            "a binary target over 1",
            "loss: target 2 is not in [0, 1]; got y=float32[1, 3], prediction=float32[1, 3]",
            () ->
                new BinaryCrossentropy()
                    .check(Tensor.of(new float[][] {{0, 1, 2}}), Tensor.ones(1, 3).type())),
        argument(
            "a binary target below 0",
            "loss: target -0.5 is not in [0, 1]; got y=float32[1, 2], prediction=float32[1, 2]",
            () ->
                new BinaryFocalCrossentropy()
                    .check(Tensor.of(new float[][] {{0, -0.5f}}), Tensor.ones(1, 2).type())));
  }

  static Stream<Wrong> settings() {
    return Stream.of(
        argument(
            "label smoothing over 1",
            "binary_crossentropy: labelSmoothing must be in [0, 1], got 1.5",
            () -> new BinaryCrossentropy().labelSmoothing(1.5)),
        argument(
            "negative label smoothing",
            "categorical_crossentropy: labelSmoothing must be in [0, 1], got -0.1",
            () -> new CategoricalCrossentropy().labelSmoothing(-0.1)),
        argument(
            "a negative gamma",
            "binary_focal_crossentropy: gamma must be at least 0 and finite, got -1.0",
            () -> new BinaryFocalCrossentropy().gamma(-1)),
        argument(
            "a balance over 1",
            "binary_focal_crossentropy: alpha must be in [0, 1], got 2.0",
            () -> new BinaryFocalCrossentropy().balanced(2)),
        argument(
            "no weights of classes",
            "categorical_focal_crossentropy: alpha needs at least one number",
            () -> CategoricalFocalCrossentropy.SCHEMA.read(Map.of("alpha", List.of()))),
        argument(
            "a negative delta",
            "huber: delta must be at least 0 and finite, got -1.0",
            () -> new Huber(-1)),
        argument(
            "a q of 1",
            "categorical_generalized_cross_entropy: q must be in (0, 1), got 1.0",
            () -> new CategoricalGeneralizedCrossEntropy(1)),
        argument(
            "a weight that is no number",
            "tversky: alpha must be at least 0 and finite, got NaN",
            () -> new Tversky(Double.NaN, 0.5)),
        argument(
            "no axes",
            "dice: axis needs at least one axis, or none for all",
            () -> Dice.SCHEMA.read(Map.of("axis", List.of()))),
        argument(
            "a margin over 1",
            "circle: margin must be in [0, 1], got 2.0",
            () -> new Circle().margin(2)),
        new Wrong(
            "a type without fractions",
            DTypeException.class,
            "loss: needs a floating type to compute in; got int32",
            () -> new MeanSquaredError().dtype(DType.INT32)),
        argument(
            "an unknown name",
            "loss: unknown name \"mean_square_error\"; nearest: mean_squared_error, "
                + "mean_absolute_error",
            () -> Loss.of("mean_square_error")),
        argument(
            "an unknown key",
            "Huber: unknown key \"delt\"; known: [name, reduction, dtype, delta]",
            () -> Huber.SCHEMA.read(Map.of("delt", 1))),
        argument(
            "a text for an axis",
            "Dice: key \"axis\": expected a whole number, got \"all\"",
            () -> Dice.SCHEMA.read(Map.of("axis", List.of(0, "all")))),
        new Wrong(
            "a type that is not there",
            UnsupportedConfigException.class,
            "dtype complex64 of a loss does not exist yet",
            () -> MeanSquaredError.SCHEMA.read(Map.of("dtype", "complex64"))),
        new Wrong(
            "a class that is not there",
            UnsupportedConfigException.class,
            "loss: class MeanCubedError is not among the custom objects; add it by"
                + " CustomObjects.of(MeanCubedError.SCHEMA)",
            () -> Losses.TABLE.read(Map.of("class_name", "MeanCubedError", "config", Map.of()))));
  }

  @ParameterizedTest
  @MethodSource({"shapes", "values", "settings"})
  void isAnsweredWith(Wrong wrong) {
    Throwable thrown = catchThrowable(wrong.call());
    assertThat(thrown).isExactlyInstanceOf(wrong.type()).hasMessage(wrong.message());
  }
}

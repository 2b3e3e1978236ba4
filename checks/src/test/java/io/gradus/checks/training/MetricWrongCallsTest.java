package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.loss.Huber;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.AUC;
import io.gradus.nn.metric.BinaryAccuracy;
import io.gradus.nn.metric.BinaryIoU;
import io.gradus.nn.metric.CategoricalAccuracy;
import io.gradus.nn.metric.F1Score;
import io.gradus.nn.metric.FBetaScore;
import io.gradus.nn.metric.IoU;
import io.gradus.nn.metric.LossMetric;
import io.gradus.nn.metric.Mean;
import io.gradus.nn.metric.MeanIoU;
import io.gradus.nn.metric.MeanMetricWrapper;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.metric.Precision;
import io.gradus.nn.metric.R2Score;
import io.gradus.nn.metric.Recall;
import io.gradus.nn.metric.RootMeanSquaredError;
import io.gradus.nn.metric.SensitivityAtSpecificity;
import io.gradus.nn.metric.SparseTopKCategoricalAccuracy;
import io.gradus.nn.metric.TopKCategoricalAccuracy;
import io.gradus.nn.metric.TruePositives;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said to those who call metrics wrongly.
class MetricWrongCallsTest {
  /// A wrong call, and what it is answered with.
  record Wrong(
      String name, Class<? extends Throwable> type, String message, ThrowingCallable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Class<IllegalArgumentException> ARGUMENT = IllegalArgumentException.class;
  private static final Class<IllegalStateException> STATE = IllegalStateException.class;
  private static final Class<ShapeException> SHAPE = ShapeException.class;

  private static Sequential compiled(Metric... metrics) {
    Sequential model = new Sequential(new Dense(3, "softmax"));
    model.compile(new SGD(), new SparseCategoricalCrossentropy(), metrics);
    return model;
  }

  static Stream<Wrong> calls() {
    return Stream.of(shapes(), settings(), names()).flatMap(s -> s);
  }

  private static Stream<Wrong> shapes() {
    Tensor x = Tensor.ones(6, 4);
    Tensor five = Tensor.ones(5, 4);
    Tensor vector = Tensor.ones(6);
    return Stream.of(
        new Wrong(
            "binary accuracy of other shapes",
            SHAPE,
            "binary_accuracy: targets and predictions must have one shape; got "
                + "y=float32[5, 4], prediction=float32[6, 4]",
            () -> new BinaryAccuracy().update(five, x, null)),
        new Wrong(
            "an error of other shapes",
            SHAPE,
            "rmse: targets and predictions must have one shape; got y=float32[6], "
                + "prediction=float32[6, 4]",
            () -> new RootMeanSquaredError().named("rmse").update(vector, x, null)),
        new Wrong(
            "class numbers for categorical accuracy",
            SHAPE,
            "categorical_accuracy: one-hot targets need the prediction's shape; got "
                + "y=float32[6], prediction=float32[6, 4]",
            () -> new CategoricalAccuracy().update(vector, x, null)),
        new Wrong(
            "one-hot targets for sparse accuracy",
            SHAPE,
            "sparse_top_k_categorical_accuracy: targets need the prediction's shape without the "
                + "classes; got y=float32[6, 4], prediction=float32[6, 4]",
            () -> new SparseTopKCategoricalAccuracy(2).update(x, x, null)),
        new Wrong(
            "weights of other samples",
            SHAPE,
            "mean: weights do not fit the values; got weights=float32[5], values=float32[6]",
            () -> new Mean().update(x, Tensor.ones(5))),
        new Wrong(
            "weights with more axes than values",
            SHAPE,
            "mean: weights do not fit the values; got weights=float32[6, 4], values=float32[6]",
            () -> new Mean().update(vector, x)),
        new Wrong(
            "weights of other samples for counts",
            SHAPE,
            "precision: weights do not fit the values; got weights=float32[5, 1], "
                + "values=float32[6, 4]",
            () -> new Precision().update(x, x, Tensor.ones(5))),
        new Wrong(
            "more highest predictions than classes",
            SHAPE,
            "precision: topK 5 needs predictions of at least 5 classes; got "
                + "prediction=float32[6, 4]",
            () -> new Precision().topK(5).update(x, x, null)),
        new Wrong(
            "a class that is not there",
            SHAPE,
            "recall: classId 4 needs predictions of at least 5 classes; got "
                + "prediction=float32[6, 4]",
            () -> new Recall().classId(4).update(x, x, null)),
        new Wrong(
            "a class of predictions without classes",
            SHAPE,
            "recall: classId 0 needs predictions of at least 1 classes; got "
                + "prediction=float32[6]",
            () -> new Recall().classId(0).update(vector, vector, null)),
        new Wrong(
            "a score of vectors",
            SHAPE,
            "f1_score: needs targets and predictions [n, classes]; got y=float32[6], "
                + "prediction=float32[6]",
            () -> new F1Score().update(vector, vector, null)),
        new Wrong(
            "a score of another number of classes",
            SHAPE,
            "f1_score: counts 4 classes; got prediction=float32[6, 3]",
            () -> {
              F1Score score = new F1Score();
              score.update(x, x, null);
              score.update(Tensor.ones(6, 3), Tensor.ones(6, 3), null);
            }),
        new Wrong(
            "labels counted apart in a vector",
            SHAPE,
            "auc: labels counted apart need predictions [n, labels]; got prediction=float32[6]",
            () -> new AUC().multiLabel(true).update(vector, vector, null)),
        new Wrong(
            "another number of labels",
            SHAPE,
            "auc: counts 3 labels; got prediction=float32[6, 4]",
            () -> AUC.SCHEMA.read(Map.of("multi_label", true, "num_labels", 3)).update(x, x, null)),
        new Wrong(
            "label weights of another number",
            SHAPE,
            "auc: weights do not fit the values; got weights=float32[2], values=float32[6, 4]",
            () -> new AUC().labelWeights(1, 2).update(x, x, null)),
        new Wrong(
            "determination of vectors",
            SHAPE,
            "r2_score: needs targets and predictions [n, outputs]; got prediction=float32[6]",
            () -> new R2Score().update(vector, vector, null)),
        new Wrong(
            "overlap of other sizes",
            SHAPE,
            "io_u: targets and predictions must name as many classes; got y=float32[6], "
                + "prediction=float32[6, 4]",
            () -> new IoU(2, 0).update(vector, x, null)));
  }

  private static Stream<Wrong> settings() {
    return Stream.of(
        new Wrong(
            "the 0 highest",
            ARGUMENT,
            "top_k_categorical_accuracy: k must be at least 1, got 0",
            () -> new TopKCategoricalAccuracy(0)),
        new Wrong(
            "a threshold over 1",
            ARGUMENT,
            "true_positives: thresholds must be in [0, 1], got 1.5",
            () -> new TruePositives().thresholds(0.5, 1.5)),
        new Wrong(
            "no thresholds",
            ARGUMENT,
            "precision: needs at least one threshold",
            () -> new Precision().thresholds()),
        new Wrong(
            "a negative class",
            ARGUMENT,
            "recall: classId must be at least 0, got -1",
            () -> new Recall().classId(-1)),
        new Wrong(
            "a specificity that is no share",
            ARGUMENT,
            "sensitivity_at_specificity: specificity must be in [0, 1], got NaN",
            () -> new SensitivityAtSpecificity(Double.NaN)),
        new Wrong(
            "one threshold for a curve",
            ARGUMENT,
            "auc: numThresholds must be at least 2, got 1",
            () -> new AUC().numThresholds(1)),
        new Wrong(
            "labels that are not counted apart",
            ARGUMENT,
            "auc: numLabels needs multiLabel",
            () -> AUC.SCHEMA.read(Map.of("num_labels", 3))),
        new Wrong(
            "an unknown curve",
            ARGUMENT,
            "AUC: key \"curve\": expected one of [ROC, PR, PRGAIN], got \"RCO\"",
            () -> AUC.SCHEMA.read(Map.of("curve", "RCO"))),
        new Wrong(
            "beta 0",
            ARGUMENT,
            "fbeta_score: beta must be greater than 0, got 0.0",
            () -> new FBetaScore(0)),
        new Wrong(
            "a threshold of 0 for a score",
            ARGUMENT,
            "f1_score: threshold must be in (0, 1], got 0.0",
            () -> new F1Score().threshold(0)),
        new Wrong(
            "an unknown average",
            ARGUMENT,
            "F1Score: key \"average\": expected null, micro, macro or weighted, got \"mean\"",
            () -> F1Score.SCHEMA.read(Map.of("average", "mean"))),
        new Wrong(
            "a negative number of regressors",
            ARGUMENT,
            "r2_score: numRegressors must be at least 0, got -1",
            () -> new R2Score().numRegressors(-1)),
        new Wrong(
            "no classes",
            ARGUMENT,
            "mean_io_u: numClasses must be at least 1, got 0",
            () -> new MeanIoU(0)),
        new Wrong(
            "a target that is no class",
            ARGUMENT,
            "io_u: target class 2 is out of range for 2 classes",
            () -> new IoU(2, 0, 2)),
        new Wrong(
            "no target class",
            ARGUMENT,
            "binary_io_u: needs at least one target class",
            () -> new BinaryIoU().targetClassIds()),
        new Wrong(
            "a score before the first batch",
            STATE,
            "f1_score: has taken in nothing yet",
            () -> new F1Score().result()));
  }

  private static Stream<Wrong> names() {
    return Stream.of(
        new Wrong(
            "an unknown metric",
            ARGUMENT,
            "metric: unknown name \"mean_squared_eror\"; nearest: mean_squared_error, "
                + "root_mean_squared_error, mean_absolute_error",
            () -> Metric.of("mean_squared_eror")),
        new Wrong(
            "a metric that needs settings",
            ARGUMENT,
            "MeanIoU: key \"num_classes\" is missing",
            () -> Metric.of("mean_io_u")),
        new Wrong(
            "a metric called loss",
            ARGUMENT,
            "compile: losses and metrics must have names that differ; got loss twice",
            () -> compiled(new Mean("loss")).evaluate(Tensor.ones(2, 4), Tensor.of(0, 1))),
        new Wrong(
            "a loss without a name as a metric",
            ARGUMENT,
            "metric: Keras has none of the loss Huber; give it a name",
            () -> new LossMetric(new Huber())),
        new Wrong(
            "a metric of a lambda to save",
            ARGUMENT,
            "metric mine: its class has no schema, so no file can hold it",
            () -> Metrics.TABLE.write(new MeanMetricWrapper("mine", (yTrue, yPred) -> yPred))),
        new Wrong(
            "target classes that are no list",
            ARGUMENT,
            "IoU: key \"target_class_ids\": expected a list of class numbers, got \"0\"",
            () -> IoU.SCHEMA.read(Map.of("num_classes", 2, "target_class_ids", 0))),
        new Wrong(
            "a threshold that is no number",
            ARGUMENT,
            "Recall: key \"thresholds\": expected a number, got \"half\"",
            () -> Recall.SCHEMA.read(Map.of("thresholds", List.of("half")))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isAnsweredWith(Wrong wrong) {
    Throwable thrown = catchThrowable(wrong.call());
    assertThat(thrown).isExactlyInstanceOf(wrong.type()).hasMessage(wrong.message());
  }
}

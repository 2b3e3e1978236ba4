package io.gradus.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.metric.FBetaScore.Average;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Numbers that can be checked by hand; many are the examples of Keras' documentation.
class MetricValuesTest {
  private static final Tensor TRUE = Tensor.of(0f, 1f, 1f, 1f);
  private static final Tensor PRED = Tensor.of(1f, 0f, 1f, 1f);
  private static final Tensor ONLY_THIRD = Tensor.of(0f, 0f, 1f, 0f);
  private static final Tensor RANKED_TRUE = Tensor.of(0f, 0f, 1f, 1f);
  private static final Tensor RANKED_PRED = Tensor.of(0f, 0.5f, 0.3f, 0.9f);

  /// A metric, a batch and the result.
  record Example(
      String name,
      Metric metric,
      Tensor yTrue,
      Tensor yPred,
      @Nullable Tensor weights,
      double... result) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Tensor rows(float[][] rows) {
    return Tensor.of(rows);
  }

  static Stream<Example> examples() {
    Tensor oneHot = rows(new float[][] {{0, 0, 1}, {0, 1, 0}});
    Tensor scores = rows(new float[][] {{0.1f, 0.9f, 0.8f}, {0.05f, 0.95f, 0}});
    Tensor numbers = Tensor.of(2, 1);
    Tensor weights = Tensor.of(0.7f, 0.3f);
    Tensor fTrue = rows(new float[][] {{1, 1, 1}, {1, 0, 0}, {1, 1, 0}});
    Tensor fPred = rows(new float[][] {{0.2f, 0.6f, 0.7f}, {0.2f, 0.6f, 0.6f}, {0.6f, 0.8f, 0}});
    Tensor masks = Tensor.of(0, 0, 1, 1);
    Tensor other = Tensor.of(0, 1, 0, 1);
    Tensor quarter = Tensor.of(0.3f, 0.3f, 0.3f, 0.1f);
    AUC three = new AUC().numThresholds(3);
    return Stream.of(
        new Example("mean", new Mean(), Tensor.of(1f, 3f, 5f, 7f), PRED, null, 4),
        new Example(
            "weighted mean",
            new Mean(),
            Tensor.of(1f, 3f, 5f, 7f),
            PRED,
            Tensor.of(1f, 1f, 0f, 0f),
            2),
        new Example("sum", new Sum(), Tensor.of(1f, 3f, 5f, 7f), PRED, null, 16),
        new Example(
            "weighted sum", new Sum(), Tensor.of(1f, 3f, 5f, 7f), PRED, Tensor.of(1, 1, 0, 0), 4),
        new Example(
            "accuracy", new Accuracy(), Tensor.of(1, 2, 3, 4), Tensor.of(0, 2, 3, 4), null, 0.75),
        new Example(
            "accuracy of a column",
            new Accuracy(),
            rows(new float[][] {{1}, {2}, {3}, {4}}),
            Tensor.of(0f, 2f, 3f, 4f),
            Tensor.of(1, 1, 0, 0),
            0.5),
        new Example(
            "binary accuracy",
            new BinaryAccuracy(),
            Tensor.of(1, 1, 0, 0),
            Tensor.of(0.98f, 1f, 0f, 0.6f),
            null,
            0.75),
        new Example(
            "binary accuracy of a higher threshold",
            new BinaryAccuracy().threshold(0.7),
            Tensor.of(true, true, false, false),
            Tensor.of(0.98f, 1f, 0f, 0.6f),
            null,
            1),
        new Example("categorical accuracy", new CategoricalAccuracy(), oneHot, scores, null, 0.5),
        new Example(
            "weighted categorical accuracy",
            new CategoricalAccuracy(),
            oneHot,
            scores,
            weights,
            0.3),
        new Example(
            "sparse categorical accuracy",
            new SparseCategoricalAccuracy(),
            numbers.reshape(2, 1),
            scores,
            weights,
            0.3),
        new Example("top 1", new TopKCategoricalAccuracy(1), oneHot, scores, weights, 0.3),
        new Example("top 5 of 3", new TopKCategoricalAccuracy(), oneHot, scores, null, 1),
        new Example("top 2", new SparseTopKCategoricalAccuracy(2), numbers, scores, null, 1),
        new Example(
            "equals of the first",
            new SparseTopKCategoricalAccuracy(1),
            numbers,
            Tensor.ones(2, 3),
            null,
            1),
        new Example(
            "a label that is no class",
            new SparseTopKCategoricalAccuracy(3),
            Tensor.of(3, -1),
            scores,
            null,
            0),
        new Example(
            "top 1 of sorted numbers",
            new SparseTopKCategoricalAccuracy(1).fromSortedIds(true),
            numbers,
            Tensor.of(new int[][] {{1, 0, 3}, {1, 2, 3}}),
            null,
            0.5),
        new Example("true positives", new TruePositives(), TRUE, PRED, null, 2),
        new Example("weighted", new TruePositives(), TRUE, PRED, ONLY_THIRD, 1),
        new Example("false positives", new FalsePositives(), TRUE, PRED, null, 1),
        new Example("true negatives", new TrueNegatives(), TRUE, PRED, null, 0),
        new Example("false negatives", new FalseNegatives(), TRUE, PRED, null, 1),
        new Example(
            "several thresholds",
            new TruePositives().thresholds(0.2, 0.7),
            RANKED_TRUE,
            RANKED_PRED,
            null,
            2,
            1),
        new Example(
            "evenly spread thresholds",
            new TruePositives().thresholds(0, 0.5, 1),
            RANKED_TRUE,
            RANKED_PRED,
            null,
            2,
            1,
            0),
        new Example("precision", new Precision(), TRUE, PRED, null, 2 / 3.0),
        new Example("weighted precision", new Precision(), TRUE, PRED, ONLY_THIRD, 1),
        new Example(
            "precision of 2", new Precision().topK(2), RANKED_TRUE, Tensor.ones(4), null, 0),
        new Example(
            "precision of 4", new Precision().topK(4), RANKED_TRUE, Tensor.ones(4), null, 0.5),
        new Example(
            "precision of one class",
            new Precision().classId(1),
            oneHot,
            scores,
            Tensor.of(1f, 3f),
            0.75),
        new Example("recall", new Recall(), TRUE, PRED, null, 2 / 3.0),
        new Example("recall of nothing", new Recall(), Tensor.zeros(4), PRED, null, 0),
        new Example(
            "sensitivity at specificity",
            new SensitivityAtSpecificity(0.5),
            Tensor.of(0, 0, 0, 1, 1),
            Tensor.of(0f, 0.3f, 0.8f, 0.3f, 0.8f),
            null,
            0.5),
        new Example(
            "specificity at sensitivity",
            new SpecificityAtSensitivity(0.5),
            Tensor.of(0, 0, 0, 1, 1),
            Tensor.of(0f, 0.3f, 0.8f, 0.3f, 0.8f),
            null,
            2 / 3.0),
        new Example(
            "precision at recall",
            new PrecisionAtRecall(0.5),
            Tensor.of(0, 0, 0, 1, 1),
            Tensor.of(0f, 0.3f, 0.8f, 0.3f, 0.8f),
            null,
            0.5),
        new Example(
            "recall at precision", new RecallAtPrecision(0.8), RANKED_TRUE, RANKED_PRED, null, 0.5),
        new Example("area", three, RANKED_TRUE, RANKED_PRED, null, 0.75),
        new Example(
            "weighted area",
            three.named("weighted"),
            RANKED_TRUE,
            RANKED_PRED,
            Tensor.of(1f, 0f, 0f, 1f),
            1),
        new Example(
            "area of logits",
            three.fromLogits(true),
            RANKED_TRUE,
            Tensor.of(-9f, 0f, -0.9f, 9f),
            null,
            0.75),
        new Example(
            "area of labels",
            three.multiLabel(true).labelWeights(1, 0),
            rows(new float[][] {{0, 1}, {0, 1}, {1, 0}, {1, 0}}),
            rows(new float[][] {{0, 0}, {0.5f, 0}, {0.3f, 1}, {0.9f, 1}}),
            null,
            0.75),
        new Example(
            "f-beta score",
            new FBetaScore(2).threshold(0.5),
            fTrue,
            fPred,
            null,
            0.3846154,
            0.90909094,
            0.8333334),
        new Example(
            "f1 score", new F1Score().threshold(0.5), fTrue, fPred, null, 0.5, 0.8, 0.6666667),
        new Example(
            "mean f1 score",
            new F1Score().threshold(0.5).average(Average.MACRO),
            fTrue,
            fPred,
            null,
            (0.5 + 0.8 + 0.6666667) / 3),
        new Example("intersection over union", new IoU(2, 0), masks, other, null, 0.33333334),
        new Example(
            "weighted intersection over union",
            new IoU(2, 0).dtype(DType.FLOAT32),
            masks,
            other,
            quarter,
            0.33333334),
        new Example("weights cut to int32", new IoU(2, 0), masks, other, quarter, 0),
        new Example(
            "binary intersection over union",
            new BinaryIoU().threshold(0.3),
            other,
            Tensor.of(0.1f, 0.2f, 0.4f, 0.7f),
            null,
            0.33333334),
        new Example("mean intersection over union", new MeanIoU(2), masks, other, null, 0.33333334),
        new Example(
            "an ignored class",
            new MeanIoU(3).ignoreClass(2),
            Tensor.of(0, 0, 1, 2),
            Tensor.of(0, 0, 1, 1),
            null,
            1),
        new Example(
            "numbers that are no class",
            new MeanIoU(2),
            Tensor.of(0, -1, 1, 255),
            Tensor.of(0, 0, 1, 1),
            null,
            1),
        new Example(
            "one-hot intersection over union",
            new OneHotIoU(3, 0, 2).dtype(DType.FLOAT32),
            rows(new float[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {1, 0, 0}}),
            rows(
                new float[][] {
                  {0.2f, 0.3f, 0.5f}, {0.1f, 0.2f, 0.7f}, {0.5f, 0.3f, 0.1f}, {0.1f, 0.4f, 0.5f}
                }),
            Tensor.of(0.1f, 0.2f, 0.3f, 0.4f),
            0.0714285),
        new Example(
            "one-hot mean intersection over union",
            new OneHotMeanIoU(3).dtype(DType.FLOAT32),
            rows(new float[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {1, 0, 0}}),
            rows(
                new float[][] {
                  {0.2f, 0.3f, 0.5f}, {0.1f, 0.2f, 0.7f}, {0.5f, 0.3f, 0.1f}, {0.1f, 0.4f, 0.5f}
                }),
            Tensor.of(0.1f, 0.2f, 0.3f, 0.4f),
            0.047619),
        new Example(
            "root mean squared error",
            new RootMeanSquaredError(),
            rows(new float[][] {{0, 1}, {0, 0}}),
            rows(new float[][] {{1, 1}, {0, 0}}),
            null,
            0.5),
        new Example(
            "weighted root mean squared error",
            new RootMeanSquaredError(),
            rows(new float[][] {{0, 1}, {0, 0}}),
            rows(new float[][] {{1, 1}, {0, 0}}),
            Tensor.of(1, 0),
            0.70710677),
        new Example(
            "cosine similarity",
            new MeanCosineSimilarity().axis(1),
            rows(new float[][] {{0, 1}, {1, 1}}),
            rows(new float[][] {{1, 0}, {1, 1}}),
            null,
            0.5),
        new Example(
            "cosine similarity to nothing",
            new MeanCosineSimilarity(),
            Tensor.zeros(2, 2),
            Tensor.ones(2, 2),
            null,
            0),
        new Example(
            "determination",
            new R2Score(),
            rows(new float[][] {{1}, {4}, {3}}),
            rows(new float[][] {{2}, {4}, {4}}),
            null,
            0.57142854),
        new Example(
            "determination with too few samples to adjust",
            new R2Score().numRegressors(2),
            rows(new float[][] {{1}, {4}, {3}}),
            rows(new float[][] {{2}, {4}, {4}}),
            null,
            0.57142854),
        new Example(
            "determination of what does not vary",
            new R2Score(),
            Tensor.ones(3, 1),
            Tensor.zeros(3, 1),
            null,
            0),
        new Example(
            "correlation",
            new PearsonCorrelation(),
            rows(new float[][] {{0, 1, 0.5f}, {1, 1, 0.2f}}),
            rows(new float[][] {{0.1f, 0.9f, 0.5f}, {1, 0.9f, 0.2f}}),
            null,
            0.9966996),
        new Example(
            "concordance",
            new ConcordanceCorrelation(),
            rows(new float[][] {{0, 1, 0.5f}, {1, 1, 0.2f}}),
            rows(new float[][] {{0.1f, 0.9f, 0.5f}, {1, 0.9f, 0.2f}}),
            null,
            0.9816317),
        new Example(
            "a function",
            new MeanMetricWrapper("mean_prediction", (y, p) -> p.mean(-1)),
            oneHot,
            scores,
            Tensor.of(0f, 1f),
            1 / 3.0));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isWhatKerasSays(Example example) {
    example.metric.update(example.yTrue, example.yPred, example.weights);
    Tensor result = example.metric.result();
    assertThat(result.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(result.rank()).isEqualTo(example.result.length == 1 ? 0 : 1);
    assertThat(result.toDoubleArray()).containsExactly(example.result, within(2e-6));
  }

  @Test
  void severalBatchesCountTogetherUntilReset() {
    Mean mean = new Mean("m");
    assertThat(mean.result().item()).isZero();
    mean.update(Tensor.of(1f, 2f, 3f), null);
    mean.update(Tensor.of(8f), Tensor.of(3f));
    assertThat(mean.result().item()).isEqualTo(5);
    mean.reset();
    assertThat(mean.result().item()).isZero();
  }

  @Test
  void aChangedCopyHasItsOwnState() {
    Precision precision = new Precision();
    precision.update(TRUE, PRED, null);
    Precision other = precision.named("other").thresholds(0.3);
    assertThat(other.result().item()).isZero();
    assertThat(precision.result().item()).isGreaterThan(0.6);
    assertThat(other.name()).isEqualTo("other");
  }

  @Test
  void weightsBelongToTheFirstAxes() {
    Tensor y = Tensor.ones(2, 3, 2);
    TruePositives positives = new TruePositives();
    positives.update(y, y, Tensor.of(1f, 10f));
    assertThat(positives.result().item()).isEqualTo(66);
    positives.reset();
    positives.update(y, y, Tensor.of(new float[][] {{1, 0, 0}, {0, 0, 2}}));
    assertThat(positives.result().item()).isEqualTo(6);
  }
}

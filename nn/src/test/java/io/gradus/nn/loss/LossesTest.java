package io.gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.metric.Metric;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Losses of samples beside Keras', as `losses.py` beside this class computes them, and the names
/// and configurations of losses.
class LossesTest {
  private static final Tensor BITS = matrix(0, 1, 1, 1, 0, 1);
  private static final Tensor P = matrix(0.2, 0.7, 0.4, 0.9, 0.1, 0.6);
  private static final Tensor REVERSED = matrix(0.4, 0.7, 0.2, 0.6, 0.1, 0.9);
  private static final Tensor X = matrix(1, -2, 3, 0.5, 1.5, -1);
  private static final Tensor T = matrix(0.5, -1, 2, 1, 2, -3);
  private static final Tensor SIGNS = matrix(1, -1, 1, 1, 1, -1);
  private static final Tensor ONE_HOT = matrix(0, 1, 0, 1, 0, 0);
  private static final Tensor LABELS = Tensor.of(1, 0);
  private static final Tensor COUNTS = matrix(1, 2, 3, 4, 5, 6);
  private static final Tensor RATES = matrix(2, 1, 3.5, 3, 5.5, 4);
  private static final Tensor VECTORS =
      Tensor.of(new float[][] {{1, 0}, {0.8f, 0.6f}, {0, 1}, {-0.6f, 0.8f}});

  private static Tensor matrix(double... values) {
    return Tensor.of(values, Shape.of(2, 3)).cast(DType.FLOAT32);
  }

  /// Losses of samples, and what Keras gives.
  record Example(String name, Tensor losses, double... expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Example> examples() {
    Tensor circle = Tensor.of(0, 0, 1, 1);
    Tensor sequences = Tensor.of(new int[][] {{1, 1, 0}, {2, 1, 2}});
    double[] steps = new double[24];
    Arrays.setAll(steps, i -> i % 5);
    Tensor logits = Tensor.of(steps, Shape.of(2, 4, 3));
    return Stream.of(
        new Example("mse", Losses.meanSquaredError(T, X), 0.75, 1.5),
        new Example("mae", Losses.meanAbsoluteError(T, X), 0.8333333, 1),
        new Example(
            "mape", Losses.meanAbsolutePercentageError(COUNTS, RATES), 55.555553, 22.777779),
        new Example(
            "msle", Losses.meanSquaredLogarithmicError(COUNTS, RATES), 0.1142256, 0.05647116),
        new Example("cosine", Losses.cosineSimilarity(T, X), -0.9914601, -0.9285713),
        new Example("huber", Losses.huber(T, X), 0.375, 0.5833333),
        new Example("huber of 0.3", new Huber(0.3).call(T, X), 0.205, 0.255),
        new Example("log cosh", Losses.logCosh(T, X), 0.3292254, 0.521744),
        new Example("hinge", Losses.hinge(BITS, X), 1.6666666, 1.6666666),
        new Example("hinge of signs", Losses.hinge(SIGNS, X), 0, 0.16666667),
        new Example("squared hinge", Losses.squaredHinge(BITS, X), 4.3333335, 3.5),
        new Example("categorical hinge", Losses.categoricalHinge(ONE_HOT, X), 6, 2),
        new Example("kl", Losses.klDivergence(P, REVERSED), 0.13862944, 0.12163948),
        new Example("poisson", Losses.poisson(COUNTS, RATES), 0.6828545, -2.9119854),
        new Example("binary", Losses.binaryCrossentropy(BITS, P), 0.4987031, 0.24051555),
        new Example(
            "binary of logits",
            new BinaryCrossentropy().fromLogits(true).call(BITS, X),
            1.1629256,
            1.1629174),
        new Example(
            "binary, smooth",
            new BinaryCrossentropy().labelSmoothing(0.2).call(BITS, P),
            0.55964065,
            0.40051267),
        new Example(
            "binary focal", Losses.binaryFocalCrossentropy(BITS, P), 0.12363037, 0.02794643),
        new Example(
            "binary focal of logits, balanced",
            new BinaryFocalCrossentropy().fromLogits(true).gamma(1.5).balanced(0.3).call(BITS, X),
            0.36740813,
            0.38656494),
        new Example(
            "categorical", Losses.categoricalCrossentropy(ONE_HOT, P), 0.6190392, 0.5753641),
        new Example(
            "categorical of logits",
            new CategoricalCrossentropy().fromLogits(true).call(ONE_HOT, X),
            5.1328454,
            1.371539),
        new Example(
            "categorical, smooth",
            new CategoricalCrossentropy().labelSmoothing(0.3).call(ONE_HOT, P),
            0.80027705,
            0.83563304),
        new Example(
            "categorical along axis 0, smooth",
            new CategoricalCrossentropy().labelSmoothing(0.3).axis(0).call(ONE_HOT, P),
            0.42628238,
            0.4254179,
            0.21406746),
        new Example(
            "categorical focal",
            Losses.categoricalFocalCrossentropy(ONE_HOT, P),
            0.03296658,
            0.02753207),
        new Example(
            "categorical focal with a weight for each class",
            new CategoricalFocalCrossentropy().alpha(0.1, 0.2, 0.7).call(ONE_HOT, P),
            0.02637327,
            0.01101283),
        new Example(
            "sparse", Losses.sparseCategoricalCrossentropy(LABELS, P), 0.6190392, 0.5753641),
        new Example(
            "sparse of a column",
            Losses.sparseCategoricalCrossentropy(LABELS.expandDims(1), P),
            0.6190392,
            0.5753641),
        new Example(
            "generalized",
            Losses.categoricalGeneralizedCrossEntropy(LABELS, P),
            0.32667994,
            0.10263348),
        new Example("dice", Losses.dice(BITS, P), 0.24637681),
        new Example("dice of samples", new Dice().axis(1).call(BITS, P), 0.3333333, 0.1666666),
        new Example("tversky", Losses.tversky(BITS, P), 0.24637687),
        new Example(
            "tversky of samples",
            new Tversky(0.3, 0.7).axis(-1).call(BITS, P),
            0.38547492,
            0.2021277),
        new Example(
            "circle",
            new Circle().gamma(4).call(circle, VECTORS),
            0.66529447,
            0.99451315,
            0.99451315,
            0.66529447),
        new Example(
            "circle with the diagonal",
            new Circle().gamma(4).removeDiagonal(false).call(circle, VECTORS),
            1.0117438,
            1.4243019,
            1.4243019,
            1.0117438),
        new Example(
            "ctc", Losses.ctc(sequences, logits.cast(DType.FLOAT32)), 4.1587667, 0.9719052));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isKeras(Example example) {
    assertThat(example.losses().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(example.losses().toDoubleArray()).containsExactly(example.expected(), within(1e-5));
  }

  @Test
  void crossEntropyIsClippedAtZeroAndOne() {
    Tensor y = Tensor.of(new float[][] {{1}, {0}, {1}, {0}});
    Tensor p = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});
    double[] binary = {16.118096, 15.942385, 1.1920930e-7, 1.1920930e-7};
    assertThat(Losses.binaryCrossentropy(y, p).toDoubleArray())
        .containsExactly(binary, within(1e-6));
    Tensor sure = Tensor.of(new float[][] {{0, 1}, {0, 1}});
    double[] classes = {16.118096, 1.1920930e-7};
    assertThat(Losses.sparseCategoricalCrossentropy(Tensor.of(0, 1), sure).toDoubleArray())
        .containsExactly(classes, within(1e-6));
    Tensor oneHot = Tensor.of(new float[][] {{1, 0}, {0, 1}});
    assertThat(Losses.categoricalCrossentropy(oneHot, sure).toDoubleArray())
        .containsExactly(classes, within(1e-6));
  }

  @Test
  void ofLogitsItIsExactAtAnySize() {
    Tensor logits = Tensor.of(new float[][] {{100}, {-100}, {20}, {-20}});
    Tensor y = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});
    float small = (float) Math.log1p(Math.exp(-20));
    assertThat(new BinaryCrossentropy().fromLogits(true).call(y, logits).toFloatArray())
        .containsExactly(100, 100, small, small);
    Tensor two = Tensor.of(new float[][] {{100, 0}, {0, 100}});
    Tensor oneHot = Tensor.of(new float[][] {{0, 1}, {0, 1}});
    assertThat(new CategoricalCrossentropy().fromLogits(true).call(oneHot, two).toDoubleArray())
        .containsExactly(new double[] {100, 0}, within(0.0));
  }

  @Test
  void whatIsPredictedForAnIgnoredClassMayBeAnything() {
    Tensor labels = Tensor.of(0, -1);
    Tensor p = Tensor.of(new float[][] {{1, 0}, {Float.NaN, Float.NaN}});
    Loss loss = new SparseCategoricalCrossentropy().ignoreClass(-1);
    assertThat(loss.reduced(labels, p, null).item()).isEqualTo(1.1920930e-7, within(1e-9));
  }

  @Test
  void labelsThatDoNotFitTheStepsAreUnlikely() {
    Tensor labels = Tensor.of(new int[][] {{1, 1, 1}});
    double loss = Losses.ctc(labels, Tensor.zeros(1, 3, 2)).item();
    assertThat(loss).isBetween(9e4, 3e5);
  }

  @Test
  void aVectorBesideAColumnBecomesOne() {
    Tensor vector = Tensor.of(1f, 2f);
    Tensor column = Tensor.of(new float[][] {{2}, {4}});
    assertThat(Losses.meanSquaredError(vector, column).toFloatArray()).containsExactly(1, 4);
    assertThat(Losses.meanSquaredError(column, vector).toFloatArray()).containsExactly(1, 4);
    Tensor deep = Tensor.zeros(2, 3, 1);
    assertThat(Losses.meanAbsoluteError(X, deep).shape()).isEqualTo(Shape.of(2));
  }

  @Test
  void isFoundByEachOfKerasNames() {
    for (String name : List.of("mse", "MSE", "mean_squared_error", "MeanSquaredError")) {
      assertThat(Loss.of(name)).isEqualTo(new MeanSquaredError());
    }
    assertThat(Loss.of("kld")).isEqualTo(new KLDivergence());
    assertThat(Loss.of("kl_divergence")).isEqualTo(new KLDivergence());
    assertThat(Loss.of("huber")).isEqualTo(new Huber());
    assertThat(Loss.of("ctc")).isEqualTo(new CTC());
    assertThat(Losses.names())
        .hasSize(29)
        .contains("categorical_generalized_cross_entropy", "log_cosh", "bce", "mape", "msle", "mae")
        .allSatisfy(name -> assertThat(Loss.of(name)).isNotNull());
    assertThat(Losses.TABLE.names()).hasSize(22);
  }

  @Test
  void everyConfigurationReadsBack() {
    for (String name : Losses.TABLE.names()) {
      Loss loss = Loss.of(name);
      assertThat(Losses.TABLE.read(Losses.TABLE.write(loss))).isEqualTo(loss);
    }
    Loss changed =
        new SparseCategoricalCrossentropy()
            .axis(1)
            .ignoreClass(3)
            .fromLogits(true)
            .named("mine")
            .dtype(DType.FLOAT64)
            .reduction(Loss.Reduction.NONE);
    assertThat(Losses.TABLE.read(Losses.TABLE.write(changed))).isEqualTo(changed);
  }

  @Test
  void writesWhatKerasWrites() {
    assertThat(config(new Huber()))
        .isEqualTo(Map.of("name", "huber_loss", "reduction", "sum_over_batch_size", "delta", 1.0));
    assertThat(config(new Huber(2).reduction(Loss.Reduction.SUM)))
        .isEqualTo(Map.of("name", "huber_loss", "reduction", "sum", "delta", 2.0));
    Map<String, @Nullable Object> sparse = new LinkedHashMap<>();
    sparse.put("name", "sparse_categorical_crossentropy");
    sparse.put("reduction", "sum_over_batch_size");
    sparse.put("from_logits", false);
    sparse.put("ignore_class", null);
    sparse.put("axis", -1);
    assertThat(config(new SparseCategoricalCrossentropy())).isEqualTo(sparse);
    assertThat(config(new BinaryFocalCrossentropy().balanced(0.5)))
        .isEqualTo(
            Map.of(
                "name",
                "binary_focal_crossentropy",
                "reduction",
                "sum_over_batch_size",
                "from_logits",
                false,
                "label_smoothing",
                0.0,
                "axis",
                -1,
                "apply_class_balancing",
                true,
                "alpha",
                0.5,
                "gamma",
                2.0));
    assertThat(config(new CategoricalFocalCrossentropy().alpha(0.2, 0.8)).get("alpha"))
        .isEqualTo(List.of(0.2, 0.8));
    assertThat(config(new CategoricalFocalCrossentropy()).get("alpha")).isEqualTo(0.25);
    assertThat(config(new Dice().axis(1)).get("axis")).isEqualTo(1);
    assertThat(config(new Dice()).get("axis")).isNull();
    assertThat(config(new Tversky(0.2, 0.8).axis(1, 2)).get("axis")).isEqualTo(List.of(1, 2));
  }

  private static Map<?, ?> config(Loss loss) {
    return (Map<?, ?>) Losses.TABLE.write(loss).get("config");
  }

  @Test
  void aFunctionGetsTargetsAndPredictionsInAxesThatFit() {
    Loss loss = Loss.of("gap", (yTrue, yPred) -> yTrue.sub(yPred).abs().mean(-1));
    Tensor column = Tensor.of(1f, 2f, 4f).reshape(3, 1);
    Tensor row = Tensor.of(1f, 3f, 7f);
    assertThat(loss.call(row, column).toFloatArray()).containsExactly(0, 1, 3);
    assertThat(loss.call(column, row).toFloatArray()).containsExactly(0, 1, 3);
    Metric metric = Metric.of("gap", (yTrue, yPred) -> yTrue.sub(yPred).abs());
    metric.update(row, column);
    assertThat(metric.result().item()).isCloseTo(4 / 3d, within(1e-6));
  }
}

package io.gradus.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.config.Configured;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {
  private static final int SAMPLES = 6;
  private static final int CLASSES = 4;

  private static Map<String, Object> required(String className) {
    return switch (className) {
      case "IoU", "OneHotIoU" -> Map.of("num_classes", CLASSES, "target_class_ids", List.of(0, 2));
      case "MeanIoU", "OneHotMeanIoU" -> Map.of("num_classes", CLASSES);
      case "SensitivityAtSpecificity" -> Map.of("specificity", 0.4);
      case "SpecificityAtSensitivity" -> Map.of("sensitivity", 0.4);
      case "PrecisionAtRecall" -> Map.of("recall", 0.4);
      case "RecallAtPrecision" -> Map.of("precision", 0.4);
      default -> Map.of();
    };
  }

  private static Metric metric(String className) {
    return Metrics.TABLE.read(Map.of("class_name", className, "config", required(className)));
  }

  static List<String> classNames() {
    return List.copyOf(Metrics.TABLE.names());
  }

  @ParameterizedTest
  @MethodSource("classNames")
  void isReadFromWhatItWrites(String className) {
    Metric metric = metric(className);
    Map<String, @Nullable Object> written = Metrics.TABLE.write(metric);
    assertThat(written).containsEntry("class_name", className);
    assertThat(((Map<?, ?>) Objects.requireNonNull(written.get("config"))).keySet().toString())
        .contains("name", "dtype");
    Metric again = Metrics.TABLE.read(written);
    assertThat(Metrics.TABLE.write(again)).isEqualTo(written);
    assertThat(again.name()).isEqualTo(metric.name());
    assertThat(((Configured) again).schema()).isSameAs(((Configured) metric).schema());
  }

  // A recorded step updates every metric, with the bits of eager steps.
  @ParameterizedTest
  @MethodSource("classNames")
  void isUpdatedByARecordedStep(String className) {
    Metric eager = metric(className);
    Metric recorded = metric(className);
    TensorType numbers = TensorType.of(DType.INT32, SAMPLES);
    boolean sparse = className.startsWith("Sparse");
    TensorType yTrue = sparse ? numbers : TensorType.of(DType.FLOAT32, SAMPLES, CLASSES);
    TensorType yPred = TensorType.of(DType.FLOAT32, SAMPLES, CLASSES);
    boolean flat = List.of("IoU", "MeanIoU", "BinaryIoU").contains(className);
    TensorType weights = TensorType.of(DType.FLOAT32, flat ? SAMPLES * CLASSES : SAMPLES);
    Program program =
        new Program(
            Graph.trace(
                in -> {
                  recorded.update(in.get(0), in.get(1), in.get(2));
                  return List.of();
                },
                List.of(yTrue, yPred, weights)),
            Device.current());
    for (int seed = 0; seed < 3; seed++) {
      Tensor classes = Tensor.randomUniform(Shape.of(SAMPLES), 0, CLASSES, seed).cast(DType.INT32);
      Tensor oneHot = classes.expandDims(-1).equal(Tensor.arange(CLASSES)).cast(DType.FLOAT32);
      Tensor y = sparse ? classes : oneHot;
      Tensor p = Tensor.randomUniform(yPred.shape(), 0, 1, 10 + seed);
      Tensor w = Tensor.randomUniform(weights.shape(), 0, 2, 20 + seed);
      eager.update(y, p, w);
      program.run(List.of(y, p, w));
    }
    assertThat(eager.variables()).isNotEmpty();
    for (int i = 0; i < eager.variables().size(); i++) {
      Variable want = eager.variables().get(i);
      Variable got = recorded.variables().get(i);
      assertThat(got.name()).isEqualTo(want.name());
      assertThat(got.value().toDoubleArray()).containsExactly(want.value().toDoubleArray());
      assertThat(got.isTrainable()).isFalse();
    }
    assertThat(recorded.result().toDoubleArray()).containsExactly(eager.result().toDoubleArray());
    recorded.reset();
    assertThat(recorded.variables())
        .allSatisfy(v -> assertThat(v.value().toDoubleArray()).containsOnly(0));
  }

  @ParameterizedTest
  @CsvSource({
    "acc, Accuracy",
    "accuracy, Accuracy",
    "binary_accuracy, BinaryAccuracy",
    "sparse_top_k_categorical_accuracy, SparseTopKCategoricalAccuracy",
    "auc, AUC",
    "AUC, AUC",
    "precision, Precision",
    "true_positives, TruePositives",
    "f1_score, F1Score",
    "f_beta_score, FBetaScore",
    "binary_io_u, BinaryIoU",
    "r2_score, R2Score",
    "RootMeanSquaredError, RootMeanSquaredError",
    "cosine_similarity, CosineSimilarity",
  })
  void isFoundByItsNamesInKeras(String name, String className) {
    Metric metric = Metric.of(name);
    assertThat(metric.name()).isEqualTo(name);
    assertThat(((Configured) metric).schema().className()).isEqualTo(className);
  }

  @Test
  void accuracyTakesItsFormFromTheShapes() {
    Map<String, Class<? extends Metric>> forms = new LinkedHashMap<>();
    forms.put("int32[8] float32[8, 10]", SparseCategoricalAccuracy.class);
    forms.put("int32[8, 1] float32[8, 10]", SparseCategoricalAccuracy.class);
    forms.put("int32[8, 5] float32[8, 5, 10]", SparseCategoricalAccuracy.class);
    forms.put("float32[8, 10] float32[8, 10]", CategoricalAccuracy.class);
    forms.put("float32[8, 5, 10] float32[8, 5, 10]", CategoricalAccuracy.class);
    forms.put("float32[8, 1] float32[8, 1]", BinaryAccuracy.class);
    forms.put("int32[8] float32[8, 1]", BinaryAccuracy.class);
    forms.put("int32[8] float32[8]", BinaryAccuracy.class);
    forms.forEach((types, form) -> {
      String[] both = types.split(" (?=float32)");
      Metric chosen = Metric.of("acc").forTypes(type(both[0]), type(both[1]));
      assertThat(chosen).as(types).isInstanceOf(form);
      assertThat(chosen.name()).isEqualTo("acc");
    });
  }

  private static TensorType type(String text) {
    String[] parts = text.substring(0, text.length() - 1).split("\\[");
    long[] dims = List.of(parts[1].split(", ")).stream().mapToLong(Long::parseLong).toArray();
    return TensorType.of(DType.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)), dims);
  }

  @Test
  void readsWhatKerasWritesOfThresholdsAndLabelWeights() {
    Object array =
        Map.of(
            "class_name",
            "__tensor__",
            "config",
            Map.of("value", List.of(0.25, 0.75), "dtype", "float32"));
    Metric auc =
        AUC.SCHEMA.read(
            Map.of("curve", "PR", "multi_label", true, "num_labels", 2, "label_weights", array));
    assertThat(AUC.SCHEMA.write((AUC) auc))
        .containsEntry("label_weights", List.of(0.25, 0.75))
        .containsEntry("num_labels", 2)
        .containsEntry("curve", "PR")
        .containsEntry("num_thresholds", 200)
        .containsEntry("summation_method", "interpolation");
    assertThat(Recall.SCHEMA.write(Recall.SCHEMA.read(Map.of("thresholds", 0.3))))
        .containsEntry("thresholds", 0.3)
        .containsEntry("top_k", null);
    assertThat(Recall.SCHEMA.write(new Recall().thresholds(0.3, 0.4)))
        .containsEntry("thresholds", List.of(0.3, 0.4));
  }

  /// The largest error: a metric as a user writes it.
  private static final class LargestError implements Metric {
    private final Variable largest = new Variable("largest", Tensor.zeros()).trainable(false);

    @Override
    public String name() {
      return "largest_error";
    }

    @Override
    public List<Variable> variables() {
      return List.of(largest);
    }

    @Override
    public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
      largest.assign(largest.maximum(yTrue.sub(yPred).abs().max()));
    }

    @Override
    public Tensor result() {
      return largest.value();
    }
  }

  @Test
  void aMetricOfOnesOwnHasFourMethods() {
    Metric metric = new LargestError();
    metric.update(Tensor.of(1f, 2f), Tensor.of(1.5f, -1f), null);
    metric.update(Tensor.of(1f, 2f), Tensor.of(1.5f, 1f), null);
    assertThat(metric.result().item()).isEqualTo(3);
    metric.reset();
    assertThat(metric.result().item()).isZero();
  }
}

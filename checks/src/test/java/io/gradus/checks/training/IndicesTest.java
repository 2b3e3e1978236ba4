package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.layer.DTypePolicy;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Embedding;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.MeanIoU;
import io.gradus.nn.metric.SparseTopKCategoricalAccuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.preprocessing.CategoryEncoding;
import io.gradus.preprocessing.IntegerLookup;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers that name rows or classes: whole and in their range, or refused with their position.
class IndicesTest {
  private static final double NAN = Double.NaN;

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Sequential words() {
    Sequential model =
        new Sequential(new Embedding(5, 2), new Flatten(), new Dense(3, "softmax")).named("words");
    model.compile(new SGD(), new SparseCategoricalCrossentropy());
    return model;
  }

  private static void same(Tensor actual, Tensor expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.cast(DType.FLOAT64).toDoubleArray())
        .isEqualTo(expected.cast(DType.FLOAT64).toDoubleArray());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void embeddingsTakeNoOtherRow(boolean eagerly) {
    Sequential model = words();
    model.runEagerly(eagerly);
    String place = " (in model \"words\", layer \"embedding\")";
    Tensor y = Tensor.of(0, 1);
    model.fit(Tensor.of(new int[][] {{0, 1}, {4, 2}}), y, Fit.epochs(1).quiet());
    List<Tensor> before = model.weights().stream().map(Variable::value).toList();
    Tensor high = Tensor.of(new int[][] {{0, 1}, {2, 5}});
    String tooHigh = "embedding: index 5 at [1, 1] is out of range for 5 rows" + place;
    refused(tooHigh, () -> model.predict(high));
    refused(tooHigh, () -> model.trainOnBatch(high, y));
    refused(tooHigh, () -> model.evaluate(high, y));
    refused(
        "embedding: index -1 at [0, 0] is out of range for 5 rows" + place,
        () ->
            model.fit(
                Tensor.of(new long[][] {{-1, 1}, {2, 3}}),
                y,
                Fit.epochs(1).quiet().shuffle(false)));
    refused(
        "embedding: index 1.5 at [0, 1] is no whole number" + place,
        () -> model.predict(Tensor.of(new float[][] {{0, 1.5f}})));
    refused(
        "embedding: index NaN at [0, 1] is no whole number" + place,
        () -> model.predict(Tensor.of(new double[][] {{0, NAN}})));
    same(
        model.predict(Tensor.of(new double[][] {{0, 4}})),
        model.predict(Tensor.of(new int[][] {{0, 4}})));
    assertThat(model.weights().stream().map(Variable::value).toList()).isEqualTo(before);
  }

  @Test
  void halvesNameNoRowsThatTheyDoNotHold() {
    Embedding layer =
        Embedding.SCHEMA.read(Map.of("input_dim", 5000, "output_dim", 1, "dtype", "mixed_float16"));
    Tensor rows = layer.call(Tensor.of(2049f, 4999f));
    same(rows, layer.call(Tensor.of(2049, 4999)));
    refused(
        "embedding: index 2048 at [1] is beyond the whole numbers of float16, for 5000 rows (in"
            + " layer \"embedding\")",
        () -> layer.call(Tensor.of(2047f, 2048f).cast(DType.FLOAT16)));
    assertThat(layer.policy()).isEqualTo(new DTypePolicy(DType.FLOAT16, DType.FLOAT32));
  }

  @Test
  void labelsAreClasses() {
    SparseCategoricalCrossentropy loss = new SparseCategoricalCrossentropy();
    Tensor p = Tensor.ones(2, 3).div(3);
    String both = "; got y=%s[2], prediction=float32[2, 3]";
    refused(
        "loss: label 3 at [1] is out of range for 3 classes" + both.formatted("int32"),
        () -> loss.call(Tensor.of(0, 3), p));
    refused(
        "loss: label -1 at [1] is out of range for 3 classes" + both.formatted("int32"),
        () -> loss.call(Tensor.of(0, -1), p));
    refused(
        "loss: label 1.9 at [0] is no whole number" + both.formatted("float32"),
        () -> loss.call(Tensor.of(1.9f, 0f), p));
    refused(
        "loss: label NaN at [0] is no whole number" + both.formatted("float32"),
        () -> loss.call(Tensor.of(Float.NaN, 0f), p));
    assertThat(loss.ignoreClass(-1).call(Tensor.of(-1f, 0f), p).item(0)).isZero();
    Sequential model = words();
    Tensor x = Tensor.of(new int[][] {{0, 1}, {4, 2}});
    refused(
        "loss: label 1.5 at [1] is no whole number"
            + both.formatted("float32")
            + " (in model \"words\")",
        () -> model.fit(x, Tensor.of(0f, 1.5f), Fit.epochs(1).quiet().shuffle(false)));
  }

  @Test
  void metricsTakeNoOtherClass() {
    refused(
        "mean_io_u: target 1.5 at [1] is no whole number",
        () -> new MeanIoU(3).update(Tensor.of(0f, 1.5f), Tensor.of(0, 1), null));
    SparseTopKCategoricalAccuracy top = new SparseTopKCategoricalAccuracy(1);
    top.update(Tensor.of(new float[] {1.5f}), Tensor.of(new float[][] {{0, 1, 0}}), null);
    assertThat(top.result().item()).isZero();
  }

  @Test
  void categoriesAreWholeAndInRange() {
    String place = " (in layer \"category_encoding\")";
    CategoryEncoding layer = new CategoryEncoding(3);
    refused(
        "category encoding: number 3 at [1] is out of range for 3 tokens" + place,
        () -> layer.call(Tensor.of(0, 3)));
    refused(
        "category encoding: number 0.5 at [0] is no whole number" + place,
        () -> layer.call(Tensor.of(0.5f, 1f)));
    refused(
        "integer lookup: number 1.5 is no whole number (in layer \"integer_lookup\")",
        () -> new IntegerLookup(1, 2).call(Tensor.of(1.5f)));
  }

  @Test
  void operationsTakeNoOtherPosition() {
    Tensor x = Tensor.of(new float[][] {{1, 3, 2}, {1, 3, 2}});
    refused(
        "inTopK: target -1 at [1] is out of range for 3 classes",
        () -> x.inTopK(Tensor.of(0, -1), 1));
    refused(
        "inTopK: target 3 at [0] is out of range for 3 classes",
        () -> x.inTopK(Tensor.of(3, 0), 1));
    Tensor far = Tensor.of(new long[] {0, 1L << 32}, Shape.of(2));
    same(x.segmentSum(far, 2), Tensor.of(new float[][] {{1, 3, 2}, {0, 0, 0}}));
  }
}

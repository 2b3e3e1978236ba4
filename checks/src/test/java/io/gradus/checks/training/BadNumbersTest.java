package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Lambda;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.metric.AUC;
import io.gradus.nn.metric.FalseNegatives;
import io.gradus.nn.metric.SparseTopKCategoricalAccuracy;
import io.gradus.nn.metric.TopKCategoricalAccuracy;
import io.gradus.nn.metric.TruePositives;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.model.Verbosity;
import io.gradus.nn.optimizer.SGD;
import io.gradus.preprocessing.Discretization;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// NaN and infinite numbers: in searches, in metrics, and what `fit` says of them.
class BadNumbersTest {
  private static final float NAN = Float.NaN;

  private static void same(Tensor actual, Tensor expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.cast(DType.FLOAT64).toDoubleArray())
        .isEqualTo(expected.cast(DType.FLOAT64).toDoubleArray());
  }

  @Test
  void nanIsTheLargestInSearches() {
    Tensor sorted = Tensor.of(1f, 2f, 3f);
    Tensor wanted = Tensor.of(NAN, 0, 2, 5);
    same(sorted.searchSorted(wanted, false), Tensor.of(3, 0, 1, 3));
    same(sorted.searchSorted(wanted, true), Tensor.of(3, 0, 2, 3));
    Tensor ending = Tensor.of(1f, NAN, NAN);
    same(ending.searchSorted(wanted, false), Tensor.of(1, 0, 1, 1));
    same(ending.searchSorted(wanted, true), Tensor.of(3, 0, 1, 1));
    same(Tensor.of(1, 2).searchSorted(wanted, false), Tensor.of(2, 0, 1, 2));
    Tensor bins =
        new Discretization(List.of(-1.0, 0.5, 4.0))
            .call(Tensor.of(NAN, -3, 0.5f, Float.POSITIVE_INFINITY));
    same(bins, Tensor.of(3, 0, 2, 3));
  }

  @Test
  void nanIsAmongNoTop() {
    Tensor nan = Tensor.of(new float[][] {{NAN, NAN, NAN}});
    for (int k : new int[] {1, 3, 5}) {
      TopKCategoricalAccuracy top = new TopKCategoricalAccuracy(k);
      top.update(Tensor.of(new float[][] {{1, 0, 0}}), nan, null);
      assertThat(top.result().item()).isZero();
      SparseTopKCategoricalAccuracy sparse = new SparseTopKCategoricalAccuracy(k);
      sparse.update(Tensor.of(new int[] {0}, Shape.of(1)), nan, null);
      assertThat(sparse.result().item()).isZero();
    }
    Tensor some = Tensor.of(new float[][] {{NAN, 0.9f, 0.1f}});
    same(some.inTopK(Tensor.of(new int[] {1}, Shape.of(1)), 1), Tensor.of(new boolean[] {false}));
    same(some.inTopK(Tensor.of(new int[] {1}, Shape.of(1)), 2), Tensor.of(new boolean[] {true}));
    same(nan.inTopK(Tensor.of(new int[] {1}, Shape.of(1)), 3), Tensor.of(new boolean[] {false}));
    SparseTopKCategoricalAccuracy second = new SparseTopKCategoricalAccuracy(1);
    second.update(Tensor.of(new int[] {1}, Shape.of(1)), some, null);
    assertThat(second.result().item()).isZero();
  }

  @Test
  void nanIsAboveNoThreshold() {
    Tensor y = Tensor.of(1f, 1f);
    Tensor p = Tensor.of(NAN, 0.7f);
    for (double[] thresholds : new double[][] {{0.5}, {0, 0.5, 1}}) {
      TruePositives hits = new TruePositives().thresholds(thresholds);
      hits.update(y, p, null);
      assertThat(hits.result().max().item()).isEqualTo(1);
      FalseNegatives misses = new FalseNegatives().thresholds(thresholds);
      misses.update(y, p, null);
      assertThat(misses.result().min().item()).isEqualTo(1);
    }
    AUC auc = new AUC().thresholds(0.5);
    auc.update(Tensor.of(1f, 0f), Tensor.of(NAN, NAN), null);
    assertThat(auc.result().item()).isZero();
  }

  private static String said(Sequential model, Tensor x, Tensor y, Verbosity verbosity) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    model.fit(x, y, Fit.epochs(2).batchSize(2).shuffle(false).verbosity(verbosity).progress(out));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Sequential roots() {
    Sequential model =
        new Sequential(
            new Dense(2).named("in"), new Lambda(Tensor::log).named("root"), new Dense(1));
    model.seed(1).compile(new SGD(), new MeanSquaredError());
    return model;
  }

  private static Tensor data(float third) {
    return Tensor.of(new float[][] {{1}, {1}, {third}, {1}});
  }

  @Test
  void fitSaysWhereTheLossGoesBad() {
    Sequential model = new Sequential(new Dense(1));
    model.compile(new SGD(), new MeanSquaredError());
    String line =
        "epoch 1, step 2 of 2: the loss is NaN; model.debugNumerics(true) tells where it comes"
            + " from";
    for (Verbosity verbosity : List.of(Verbosity.BAR, Verbosity.LINE)) {
      String said = said(model, data(NAN), data(1), verbosity);
      assertThat(said.lines().filter(text -> text.contains("loss is NaN"))).containsExactly(line);
      model.weights().forEach(weight -> weight.assign(Tensor.ones(weight.type())));
    }
    assertThat(said(model, data(NAN), data(1), Verbosity.SILENT)).isEmpty();
    model.weights().forEach(weight -> weight.assign(Tensor.ones(weight.type())));
    assertThat(said(model, data(1e30f), data(1), Verbosity.LINE))
        .contains("epoch 1, step 2 of 2: the loss is infinite; ");
    assertThat(said(roots(), data(1), data(1), Verbosity.LINE)).isNotEmpty();
  }

  @Test
  void debugNumericsNamesWhatGoesBadFirst() {
    Sequential model = new Sequential(new Dense(1).named("a"), new Dense(1).named("b")).named("m");
    model.debugNumerics(true).compile(new SGD(), new MeanSquaredError());
    assertThat(said(model, data(NAN), data(1), Verbosity.LINE))
        .contains(
            "epoch 1, step 2 of 2: the loss is NaN; first bad is the input: NaN at [0, 0]; then the"
                + " output of model \"m\", layer \"a\": NaN at [0, 0], as in its input\n");
    model.weights().forEach(weight -> weight.assign(Tensor.ones(weight.type())));
    assertThat(said(model, data(1), data(NAN), Verbosity.LINE))
        .contains(
            "epoch 1, step 2 of 2: the loss is NaN; first bad is the target: NaN at [0, 0]; then"
                + " the loss: NaN\n");
    Sequential backward =
        new Sequential(
                new Dense(1).useBias(false).named("a"),
                new Lambda(x -> x.abs().sqrt()).named("root"))
            .named("m");
    backward.debugNumerics(true).compile(new SGD(), new MeanSquaredError());
    assertThat(said(backward, data(0), data(1), Verbosity.LINE))
        .contains("epoch 1, step 2 of 2: first bad is the gradient of a/kernel: NaN at [0, 0]\n")
        .contains("epoch 2, step 1 of 2: the loss is NaN; first bad is the gradient of a/kernel");
  }
}

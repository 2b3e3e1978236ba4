package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.MeanAbsoluteError;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.metric.F1Score;
import io.gradus.nn.metric.LossMetric;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Recall;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Objective;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Models with two inputs and two outputs, in training, evaluation and prediction.
class SeveralOutputsTest {
  private static final Tensor A = Tensor.randomUniform(Shape.of(20, 3), -1, 1, 1);
  private static final Tensor B = Tensor.randomUniform(Shape.of(20, 2), -1, 1, 2);
  private static final Tensor LABELS = A.get("..., 0").greater(0).cast(DType.INT32);
  private static final Tensor SUMS = B.sum(1).expandDims(-1);
  private static final Dataset DATA = Dataset.of(List.of(A, B), List.of(LABELS, SUMS));
  private static final Fit FIT = Fit.epochs(3).batchSize(8).shuffle(false).quiet();

  private static Functional model() {
    Tensor a = Input.of(new InputLayer(3).named("a"));
    Tensor b = Input.of(new InputLayer(2).named("b"));
    Tensor h = new Dense(4, "tanh").call(a).add(new Dense(4, "tanh").call(b));
    Tensor kind = new Dense(2, "softmax").named("kind").call(h);
    Tensor size = new Dense(1).named("size").call(h);
    Functional model = new Functional(List.of(a, b), List.of(kind, size));
    model.seed(5);
    return model;
  }

  @Test
  void aResultForEachClassHasAnEntryForEach() {
    Sequential model = new Sequential(new InputLayer(3), new Dense(2, "softmax"));
    model.seed(1);
    model.compile(
        new SGD(0.1), new MeanSquaredError(), new F1Score(), new Recall().thresholds(0.2, 0.9));
    Tensor targets = LABELS.oneHot(2);
    History history = model.fit(A, targets, Fit.epochs(2).quiet());
    assertThat(history.values().keySet())
        .containsExactly("f1_score[0]", "f1_score[1]", "loss", "recall[0]", "recall[1]");
    Metric recall = new Recall().thresholds(0.2, 0.9);
    recall.update(targets, model.predict(A), null);
    Map<String, Double> results = model.evaluate(A, targets);
    assertThat(results.get("recall[0]")).isEqualTo(recall.result().get("0").item());
    assertThat(results.get("recall[1]")).isEqualTo(recall.result().get("1").item());
  }

  private static Functional compiled(Objective... objectives) {
    Functional model = model();
    model.compile(new SGD(0.1), objectives);
    return model;
  }

  private static Objective kind() {
    return new Objective(new SparseCategoricalCrossentropy()).metrics(new Accuracy());
  }

  private static Objective size() {
    return new Objective(new MeanSquaredError()).weight(0.3).metrics("mae");
  }

  @Test
  void logsHaveKerasNames() {
    History history = compiled(kind(), size()).fit(DATA, FIT.validationSplit(0.25));
    assertThat(history.values().keySet())
        .containsExactly(
            "kind_accuracy",
            "kind_loss",
            "loss",
            "size_loss",
            "size_mae",
            "val_kind_accuracy",
            "val_kind_loss",
            "val_loss",
            "val_size_loss",
            "val_size_mae");
    assertThat(history.get("loss")).hasSize(3);
    assertThat(history.get("loss").get(2)).isLessThan(history.get("loss").get(0));
  }

  @Test
  void theLossIsTheWeightedSumOfThoseOfTheOutputs() {
    Functional model = compiled(kind(), size());
    Map<String, Double> results = model.evaluate(DATA, 7);
    assertThat(results.get("loss"))
        .isCloseTo(results.get("kind_loss") + 0.3 * results.get("size_loss"), within(1e-6));
    List<Tensor> outputs = model.predictAll(A, B);
    assertThat(results.get("size_loss"))
        .isCloseTo(outputs.get(1).sub(SUMS).square().mean().item(), within(1e-6));
    assertThat(results.get("size_mae"))
        .isCloseTo(outputs.get(1).sub(SUMS).abs().mean().item(), within(1e-6));
  }

  @Test
  void aWrongLabelIsSaidWithItsOutput() {
    Functional model = compiled(kind(), size());
    Batch wrong = new Batch(List.of(A, B), List.of(LABELS.mul(2), SUMS), List.of());
    assertThatThrownBy(() -> model.trainOnBatch(wrong))
        .hasMessageStartingWith("loss: label 2 at [")
        .hasMessageEndingWith(" (in output \"kind\" of model \"functional\")");
  }

  @Test
  void recordedStepsHaveTheBitsOfEagerOnes() {
    Functional recorded = compiled(kind(), size());
    Functional eager = compiled(kind(), size());
    eager.runEagerly(true);
    assertThat(eager.fit(DATA, FIT).values()).isEqualTo(recorded.fit(DATA, FIT).values());
    assertThat(Digits.hash(eager.weights())).isEqualTo(Digits.hash(recorded.weights()));
  }

  @Test
  void objectivesAndDataMayComeByName() {
    History inOrder = compiled(kind(), size()).fit(DATA, FIT);
    Functional byName = compiled(size().forOutput("size"), kind().forOutput("kind"));
    Dataset named = Dataset.of(Map.of("b", B, "a", A), Map.of("size", SUMS, "kind", LABELS));
    assertThat(byName.fit(named, FIT).values()).isEqualTo(inOrder.values());
    assertThat(byName.evaluate(named, 20)).isEqualTo(byName.evaluate(DATA, 20));
    assertThat(byName.predictAll(named, 6).get(1).toFloatArray())
        .isEqualTo(byName.predictAll(A, B).get(1).toFloatArray());
  }

  @Test
  void oneLossServesEveryOutput() {
    Functional model = model();
    Dataset data = Dataset.of(List.of(A, B), List.of(LABELS.oneHot(2), SUMS));
    model.compile(new SGD(), new MeanSquaredError(), Metric.of("mae"), Metric.of("mse"));
    assertThat(model.evaluate(data, 32).keySet())
        .containsExactly("kind_loss", "kind_mae", "loss", "size_loss", "size_mse");
  }

  @Test
  void anOutputWithoutLossNeedsNoTargetAndIsNotLogged() {
    Functional model = compiled(Objective.NONE, size());
    Dataset part = Dataset.of(List.of(A, B), List.of(SUMS));
    assertThat(model.evaluate(part, 32).keySet()).containsExactly("loss", "size_mae");
    Functional named = compiled(size().forOutput("size"));
    Dataset some = Dataset.of(Map.of("a", A, "b", B), Map.of("size", SUMS));
    assertThat(named.evaluate(some, 32)).isEqualTo(model.evaluate(part, 32));
  }

  @Test
  void eachTargetHasItsOwnSampleWeights() {
    Tensor half = Tensor.arange(20).less(10).cast(DType.FLOAT32);
    Batch all = new Batch(List.of(A, B), List.of(LABELS, SUMS));
    Objective weighted = size().weightedMetrics(new LossMetric(new MeanAbsoluteError()));
    Functional model = compiled(kind(), weighted);
    Map<String, Double> plain = model.testOnBatch(all);
    model.resetMetrics();
    Map<String, Double> one = model.testOnBatch(all.weighted(Arrays.asList(null, half)));
    assertThat(one.get("kind_loss")).isEqualTo(plain.get("kind_loss"));
    assertThat(one.get("size_loss")).isNotEqualTo(plain.get("size_loss"));
    assertThat(one.get("size_mae")).isEqualTo(plain.get("size_mae"));
    Tensor error = model.predictAll(A, B).get(1).sub(SUMS).abs().get("0:10").mean();
    assertThat(one.get("size_mean_absolute_error")).isCloseTo(error.item(), within(1e-6));
    model.resetMetrics();
    Map<String, Double> both = model.testOnBatch(all.weighted(half));
    assertThat(both.get("size_loss")).isEqualTo(one.get("size_loss"));
    assertThat(both.get("kind_loss")).isNotEqualTo(plain.get("kind_loss"));
    model.resetMetrics();
    Map<String, Double> other = model.testOnBatch(all.weighted(Arrays.asList(half, null)));
    assertThat(other.get("kind_loss")).isEqualTo(both.get("kind_loss"));
    assertThat(other.get("size_loss")).isEqualTo(plain.get("size_loss"));
  }

  @Test
  void metricsOfOneNameAreNumberedAsInKeras() {
    Sequential model = new Sequential(new Dense(1));
    Objective objective =
        size()
            .metrics("mae", "mae", "mse")
            .weightedMetrics(Metric.of("mae"), Metric.of("mae"), Metric.of("mape"));
    model.compile(new SGD(), objective);
    assertThat(model.evaluate(B, SUMS).keySet())
        .containsExactly("loss", "mae", "mae_1", "mape", "mse", "weighted_mae", "weighted_mae_1");
  }

  @Test
  void predictionsOfAllBatchesArePutTogether() {
    Functional model = model();
    List<Tensor> whole = model.predictOnBatch(List.of(A, B));
    List<Tensor> parts = model.predictAll(Dataset.of(List.of(A, B), List.of()), 6);
    assertThat(parts).extracting(Tensor::shape).containsExactly(Shape.of(20, 2), Shape.of(20, 1));
    assertThat(parts.get(0).toFloatArray()).isEqualTo(whole.get(0).toFloatArray());
    assertThat(parts.get(1).toFloatArray()).isEqualTo(whole.get(1).toFloatArray());
  }

  @Test
  void takesMapsByNames() {
    Map<String, Tensor> x = Map.of("b", B, "a", A);
    Map<String, Tensor> y = Map.of("size", SUMS, "kind", LABELS);
    Functional inOrder = compiled(kind(), size());
    Functional byName = compiled(kind(), size());
    assertThat(byName.fit(x, y, FIT).get("loss")).isEqualTo(inOrder.fit(DATA, FIT).get("loss"));
    assertThat(byName.evaluate(x, y)).isEqualTo(inOrder.evaluate(DATA, 32));
    Model general = byName;
    Map<String, Tensor> predicted = general.predict(x);
    assertThat(predicted.keySet()).containsExactly("kind", "size");
    List<Tensor> wanted = inOrder.predictAll(A, B);
    assertThat(predicted.get("size").toFloatArray()).isEqualTo(wanted.get(1).toFloatArray());
    assertThat(predicted.get("kind").toFloatArray()).isEqualTo(wanted.get(0).toFloatArray());
    assertThatThrownBy(() -> general.predict(Map.of("a", A, "c", B)))
        .hasMessageStartingWith("dataset: needs the inputs [a, b]; got [");
    assertThatThrownBy(() -> new Sequential(new Dense(1)).predict(Map.of("a", A)))
        .hasMessage(
            "predict: the model's inputs have no names; give them in their order: predictAll");
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> model().predict(Dataset.of(List.of(A, B), List.of()), 20))
        .hasMessage("predict: the model has 2 outputs; predictAll gives them all");
    assertThatThrownBy(() -> compiled(kind(), size(), size()))
        .hasMessage("compile: each output needs an objective; got 3 objectives, 2 outputs");
    assertThatThrownBy(() -> compiled(kind().forOutput("kind"), size()))
        .hasMessage("compile: either all objectives name their output or none; got [kind, null]");
    assertThatThrownBy(() -> compiled(kind().forOutput("kinds")))
        .hasMessage("compile: no output is called \"kinds\"; outputs: kind, size");
    assertThatThrownBy(() -> compiled(kind().forOutput("kind"), size().forOutput("kind")))
        .hasMessage(
            "compile: each objective needs an output of its own; got \"kind\", outputs"
                + " [kind, size]");
    assertThatThrownBy(() -> compiled(kind(), size()).fit(Dataset.of(A, LABELS), FIT))
        .hasMessageStartingWith("functional: expects [float32[?, 3], float32[?, 2]]; got");
    assertThatThrownBy(() ->
            compiled(kind(), size())
                .fit(Dataset.of(List.of(A, B), List.of(LABELS, SUMS, SUMS)), FIT))
        .hasMessage("fit: outputs and targets differ in number: 2 outputs, 3 targets");
    assertThatThrownBy(
            () -> {
              Functional model = model();
              model.compile(new SGD(), new MeanSquaredError(), Metric.of("mae"));
            })
        .hasMessage(
            "compile: several outputs need a metric each, or an Objective each; got 1 metrics, 2"
                + " outputs");
    assertThatThrownBy(() -> compiled(kind(), size()).fit(DATA, FIT.classWeights(Map.of(1, 2.0))))
        .hasMessage("fit: class weights need a single target; got 2");
    assertThatThrownBy(() -> compiled().fit(DATA, FIT))
        .hasMessage("fit: there is no loss; give compile one, or let a layer add one");
    assertThatThrownBy(() ->
            compiled(Objective.NONE.metrics("mae"), size())
                .fit(Dataset.of(List.of(A, B), List.of(SUMS)), FIT))
        .hasMessage("fit: output \"kind\" has metrics and no target");
    assertThatThrownBy(() -> size().weight(Double.NaN))
        .hasMessage("compile: a loss weight must be finite; got NaN");
    Map<String, Tensor> targets = Map.of("kind", LABELS);
    assertThatThrownBy(() -> compiled(kind(), size()).fit(Dataset.of(Map.of("a", A), targets), FIT))
        .hasMessage("dataset: needs the inputs [a, b]; got [a]");
    assertThatThrownBy(() -> Dataset.of(Map.of("a", A), targets, Map.of("size", SUMS)))
        .hasMessage("dataset: weights need a target; got weights for \"size\", targets [kind]");
    assertThatThrownBy(() -> new Batch(List.of(A), List.of(SUMS)).weighted(List.of(SUMS, SUMS)))
        .hasMessage("batch: needs weights for all targets or for each; got 1 targets, 2 weights");
  }
}

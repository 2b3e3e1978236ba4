package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Rng;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How models, layers and numbers are called in loops of one's own.
class CallingTest {
  private static final Tensor X = Rng.of(1).uniform(-1, 1, 16, 4);
  private static final Tensor Y = X.sum(1).expandDims(-1);

  @TempDir Path folder;

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new InputLayer(4).named("in"),
            new Dense(8, "relu").named("hidden"),
            new BatchNormalization(),
            new Dropout(0.25),
            new Dense(1).named("out"));
    model.seed(3);
    model.build();
    return model;
  }

  @Test
  void aCallInTrainingModeIsRecordedAndMovesStatistics() {
    Sequential model = model();
    BoundOptimizer optimizer = new SGD(0.05).bind(model.trainableWeights());
    Tensor moving = model.layers().get(1).weights().get(2).value();
    double first = Double.NaN;
    double last = Double.NaN;
    for (int step = 0; step < 60; step++) {
      Tensor loss;
      List<Tensor> gradients;
      try (var tape = new GradientTape()) {
        loss = model.call(X, Mode.TRAIN).sub(Y).square().mean();
        gradients = tape.gradient(loss, model.trainableWeights());
      }
      optimizer.apply(gradients);
      first = step == 0 ? loss.item() : first;
      last = loss.item();
    }
    assertThat(last).isLessThan(first / 2);
    Tensor after = model.layers().get(1).weights().get(2).value();
    assertThat(after.sub(moving).abs().max().item()).isPositive();
    assertThat(model.call(X, Mode.TRAIN).toFloatArray())
        .as("dropout")
        .isNotEqualTo(model.call(X, Mode.TRAIN).toFloatArray());
  }

  @Test
  void tensorsGoThroughLayersInTheOrderOfTheText() {
    Tensor x = Input.of(4);
    Tensor h = x.then(new Dense(6, "relu")).then(new Dense(4));
    var model = new Functional(x, new Add().call(x, h).then(new Dense(1)));
    model.seed(1);
    assertThat(model.predict(X).shape().dims()).containsExactly(16, 1);
    assertThat(new Add().call(X, X, X).toFloatArray()).isEqualTo(X.mul(3).toFloatArray());
    assertThat(X.then(Tensor::neg).toFloatArray()).isEqualTo(X.neg().toFloatArray());
  }

  @Test
  void aModelIsMadeOfInnerTensorsOfALoadedOne() throws IOException {
    Sequential model = model();
    Path file = folder.resolve("m.keras");
    model.save(file);
    Model loaded = Model.load(file);
    var features = new Functional(loaded.inputs(), List.of(loaded.output("hidden")));
    Tensor expected = loaded.layer("hidden").call(X);
    assertThat(features.predict(X).toFloatArray()).isEqualTo(expected.toFloatArray());

    loaded.layer("hidden").trainable(false);
    Tensor head = loaded.output("hidden").then(new Dense(3, "softmax").named("head"));
    var tuned = new Functional(loaded.inputs(), List.of(head));
    tuned.compile("sgd", "sparse_categorical_crossentropy");
    Tensor before = loaded.layer("hidden").weights().getFirst().value();
    tuned.trainOnBatch(X, Rng.of(2).integers(0, 3, 16));
    assertThat(loaded.layer("hidden").weights().getFirst().toFloatArray())
        .isEqualTo(before.toFloatArray());
    assertThat(tuned.trainableWeights()).hasSize(2);
    tuned.save(file);
    assertThat(Model.load(file).predict(X).toFloatArray())
        .isEqualTo(tuned.predict(X).toFloatArray());
  }

  @Test
  void whatHasNoGraphOrSeveralCallsIsSaid() {
    var unbuilt = new Sequential(new Dense(2));
    assertThatThrownBy(unbuilt::inputs)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "inputs: the model has no graph; build it first, and a class of your own has none");
    Tensor x = Input.of(4);
    var shared = new Dense(4).named("shared");
    var twice = new Functional(x, x.then(shared).then(shared));
    assertThatThrownBy(() -> twice.output("shared"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("output: layer \"shared\" is called 2 times, with ");
    assertThatThrownBy(() -> twice.output("none"))
        .hasMessage("model: no layer \"none\"; there are [input_layer, shared]");
  }

  @Test
  void rowsOfNumbersArePredictedWithoutTensors() {
    Sequential model = model();
    float[][] rows = {{1, 2, 3, 4}, {0, -1, 0, 1}};
    float[][] predicted = model.predict(rows);
    assertThat(predicted).hasNumberOfRows(2);
    assertThat(predicted[1]).isEqualTo(model.predict(Tensor.of(rows)).get("1").toFloatArray());
    assertThat(model.predict(rows[0])[0]).isEqualTo(predicted[0][0], within(1e-6f));
    assertThatThrownBy(() -> model.predict(new float[0][4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: the data has no samples");
  }

  @Test
  void numbersStandWhereTensorsDo() {
    var w = new Variable("w", 2);
    assertThat(w.type().dtype()).isEqualTo(DType.FLOAT32);
    w.assignSub(0.5);
    w.assignAdd(1);
    assertThat(w.value().item()).isEqualTo(2.5);
    w.assign(-1);
    assertThat(w.value().item()).isEqualTo(-1);
    assertThat(new Variable(0.25).value().item()).isEqualTo(0.25);
    var n = new Variable(Tensor.of(1L, 2L));
    n.assignAdd(2);
    assertThat(n.value().toLongArray()).containsExactly(3, 4);
    assertThatThrownBy(() -> n.assign(3))
        .hasMessage("assign: the shape must stay; got int64[] for variable variable int64[2]");
  }

  @Test
  void aSeedGivesTheSameNumbersInTheSameOrder() {
    Rng rng = Rng.of(7);
    Rng same = Rng.of(7);
    Tensor first = rng.uniform(-1, 1, 100);
    assertThat(first.toFloatArray()).isEqualTo(same.uniform(-1, 1, 100).toFloatArray());
    assertThat(rng.uniform(-1, 1, 100).toFloatArray()).isNotEqualTo(first.toFloatArray());
    assertThat(Rng.of(8).uniform(-1, 1, 100).toFloatArray()).isNotEqualTo(first.toFloatArray());
    assertThat(first.min().item()).isBetween(-1.0, -0.8);
    assertThat(rng.normal(5, 2, 10_000).mean().item()).isEqualTo(5, within(0.1));
    assertThat(rng.truncatedNormal(0, 1, 1000).abs().max().item()).isLessThan(2);
    assertThat(rng.integers(3, 5, 50).toLongArray()).containsOnly(3, 4);
    assertThat(rng.bernoulli(0.25, 10_000).cast(DType.FLOAT32).mean().item())
        .isEqualTo(0.25, within(0.02));
    assertThat(rng.permutation(9).sort(0).toLongArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(rng.shuffle(Tensor.of(1L, 2L, 3L)).sort(0).toLongArray()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> rng.bernoulli(1.5, 2))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("bernoulli: the probability must be in [0, 1]; got 1.5");
  }

  @Test
  void aDeviceDoesTasks() {
    Device plain = Cpu.with("scalar", 1);
    assertThat(plain.call(() -> Tensor.of(1f, 2f).device())).isSameAs(plain);
    plain.run(() -> assertThat(Device.current()).isSameAs(plain));
    assertThat(Device.current()).isNotSameAs(plain);
  }

  @Test
  void layersAreCountedAsKerasDoes() {
    InputLayer in = new InputLayer(4);
    Dense dense = new Dense(2);
    Sequential model = new Sequential(in, dense);
    assertThat(model.layers()).containsExactly(dense);
    assertThat(model.inputLayer()).isSameAs(in);
    assertThat(new Sequential(new Dense(2)).inputLayer()).isNull();
    assertThat(model.named("again").inputLayer()).isSameAs(in);
    Tensor x = Input.of(4);
    assertThat(new Functional(x, new Dense(2).call(x)).layers())
        .extracting(Layer::name)
        .containsExactly("input_layer", "dense");
  }

  @Test
  void aModelThatKnowsItsInputsHasWeights() {
    assertThat(new Sequential(new InputLayer(4), new Dense(2)).trainableWeights()).hasSize(2);
    assertThat(new Sequential(new Dense(2)).trainableWeights()).isEmpty();
    Sequential inner = new Sequential(new InputLayer(4), new Dense(2)).named("inner");
    Sequential outer = new Sequential(inner, new Dense(3));
    assertThat(outer.weights()).isEmpty();
    outer.call(Tensor.ones(1, 4));
    assertThat(outer.weights())
        .extracting(Variable::name)
        .containsExactly("inner/dense/kernel", "inner/dense/bias", "dense/kernel", "dense/bias");
  }
}

package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Bidirectional;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Embedding;
import io.gradus.nn.layer.GRUCell;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.LSTM;
import io.gradus.nn.layer.LSTMCell;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Multiply;
import io.gradus.nn.layer.RNN;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.operation.KerasOps;
import io.gradus.nn.operation.OperationClass;
import io.gradus.nn.operation.OperationClasses;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functional models as Keras writes them: operations between layers, calls with arguments, nested
/// models, inputs and outputs by name.
class KerasGraphTest {
  @TempDir Path folder;

  private static final Tensor X = Tensor.of(new float[][] {{1, -2, 3}, {-4, 5, -6}});

  private Model saved(Model model) throws IOException {
    Path file = folder.resolve("model.keras");
    model.save(file);
    Model read = Model.load(file);
    // What was read is written alike.
    assertThat(ModelTable.write(read).toString()).isEqualTo(ModelTable.write(model).toString());
    return read;
  }

  @Test
  void operationsBetweenLayersAreSaved() throws IOException {
    Tensor a = Input.of(3);
    Tensor h = new Dense(3, "relu").call(a);
    Tensor cut = a.add(h.mul(0.5)).get(Index.ALL, Index.range(0, 2));
    Tensor mixed = cut.maximum(0.25).sub(1).div(cut.square().sum(-1).expandDims(-1).add(1));
    Tensor constant = mixed.mul(Tensor.of(2f, Float.POSITIVE_INFINITY)).tanh();
    Functional model = new Functional(a, constant);
    model.seed(1).weights();
    assertThat(saved(model).predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
    assertThat(model.outputNames()).containsExactly("tanh");
  }

  @Test
  void weightsFindTheirLayersBesideOperations() throws IOException {
    Tensor a = Input.of(3);
    Tensor deep = new Dense(3).call(new Dense(3).call(a));
    Tensor beside = new Dense(3).call(a.mul(2).add(1).exp().log());
    Functional model = new Functional(a, deep.add(beside));
    model.seed(2).weights();
    assertThat(saved(model).predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
  }

  @Test
  void whatKerasLacksIsNamed() {
    Tensor a = Input.of(3);
    Tensor y = Tensor.apply(new OwnOp(), a).getFirst();
    Functional model = new Functional(a, y);
    assertThatThrownBy(() -> ModelTable.write(model))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage("functional: the operation ownOp between layers has no counterpart in Keras");
  }

  /// An operation of one's own.
  private record OwnOp() implements io.gradus.tensor.Elementwise.Unary {
    @Override
    public double apply(double x) {
      return x + 1;
    }

    @Override
    public Tensor gradient(int input, io.gradus.tensor.Backward at) {
      return at.gradient();
    }
  }

  @Test
  void everyFunctionHasTheClassesThatKerasHasForIt() {
    TreeSet<String> without = new TreeSet<>(KerasOps.names());
    OperationClasses.all().stream().map(OperationClass::function).forEach(without::remove);
    // These make new tensors, or are other names of the same, so that no class stands for them.
    assertThat(without)
        .isSubsetOf(
            "bartlett",
            "blackman",
            "empty",
            "extract_patches_3d",
            "eye",
            "hamming",
            "hanning",
            "hard_swish",
            "identity",
            "kaiser",
            "mish",
            "ones",
            "swish",
            "tri",
            "zeros");
    for (OperationClass type : OperationClasses.all()) {
      if (type.isKnown()) {
        List<String> known = KerasOps.of(type.function()).parameters();
        List<String> required = new ArrayList<>();
        type.settings().stream().filter(s -> s.required()).forEach(s -> required.add(s.name()));
        type.parameters().stream()
            .filter(s -> s.required() && !s.name().startsWith("**"))
            .forEach(s -> required.add(s.name()));
        assertThat(known).as(type.name()).containsAll(required);
      }
    }
  }

  @Test
  void anUnknownOperationIsRefusedByName() {
    Map<String, Object> object =
        Map.of(
            "module",
            "keras.src.ops.numpy",
            "class_name",
            "Frobnicate",
            "config",
            Map.of("name", "f"),
            "name",
            "f",
            "inbound_nodes",
            List.of());
    Map<String, Object> model =
        Map.of(
            "class_name",
            "Functional",
            "config",
            Map.of(
                "layers", List.of(object), "input_layers", List.of(), "output_layers", List.of()));
    assertThatThrownBy(() -> ModelTable.read(model))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage("operation keras.src.ops.numpy.Frobnicate does not exist yet");
  }

  /// Keras' `.h5` files have no modules, so an operation looks like the layer of its name.
  @Test
  void aNumberGivenToALayerThatMergesIsRefused() {
    Tensor a = Input.of(3);
    Functional model = new Functional(a, new Multiply().call(Values.of(a, a), Call.infer()).one());
    Map<?, ?> written = ModelTable.write(model);
    List<Object> layers = new ArrayList<>((List<?>) config(written).get("layers"));
    Map<String, Object> merging = copy((Map<?, ?>) layers.getLast());
    List<Object> arguments = new ArrayList<>(List.of(argument(merging)));
    arguments.add(3.0);
    merging.put("inbound_nodes", List.of(Map.of("args", arguments, "kwargs", Map.of())));
    layers.set(layers.size() - 1, merging);
    Map<String, Object> config = copy(config(written));
    config.put("layers", layers);
    Map<String, Object> changed = copy(written);
    changed.put("config", config);
    assertThatThrownBy(() -> ModelTable.read(changed))
        .isInstanceOf(UnsupportedConfigException.class)
        .hasMessage(
            "Functional: argument 1 in a call of Multiply \"multiply\" is not supported yet");
  }

  private static Map<?, ?> config(Map<?, ?> object) {
    return (Map<?, ?>) object.get("config");
  }

  // The first tensor of the first call.
  private static Object argument(Map<?, ?> layer) {
    Map<?, ?> call = (Map<?, ?>) ((List<?>) layer.get("inbound_nodes")).getFirst();
    return ((List<?>) ((List<?>) call.get("args")).getFirst()).getFirst();
  }

  // The calls of all layers, their tensors by the names of the layers that they come of.
  private static Object calls(@Nullable Object written) {
    return switch (written) {
      case Map<?, ?> map when map.containsKey("keras_history") ->
          ((List<?>) map.get("keras_history")).getFirst();
      case Map<?, ?> map when "__keras_tensor__".equals(map.get("class_name")) ->
          calls(map.get("config"));
      case Map<?, ?> map -> {
        Map<Object, Object> all = new LinkedHashMap<>();
        map.forEach((key, value) -> all.put(key, calls(value)));
        yield all;
      }
      case List<?> list -> list.stream().map(KerasGraphTest::calls).toList();
      case null, default -> String.valueOf(written);
    };
  }

  private static Map<String, Object> copy(Map<?, ?> object) {
    Map<String, Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  @Test
  void nestedModelsAreCountedAsKerasCountsThem() throws IOException {
    Tensor i = Input.of(3);
    Functional inner = new Functional(i, new Dense(3, "tanh").call(i)).named("inner");
    Tensor a = Input.of(3);
    Tensor first = inner.call(a);
    Tensor second = inner.call(a.mul(2));
    Functional model =
        new Functional(List.of(a), List.of(second, first, new Dense(1).call(second)));
    model.seed(3).weights();
    Map<?, ?> config = (Map<?, ?>) ModelTable.write(model).get("config");
    // Its own making counts among the outputs.
    assertThat(config.get("input_layers")).isEqualTo(List.of("input_layer", 0, 0));
    assertThat(config.get("output_layers").toString())
        .isEqualTo("[[inner, 1, 0], [inner, 2, 0], [dense, 0, 0]]");
    List<Tensor> want = model.predictAll(X);
    List<Tensor> got = saved(model).predictAll(X);
    for (int output = 0; output < 3; output++) {
      assertThat(got.get(output).toFloatArray()).isEqualTo(want.get(output).toFloatArray());
    }
  }

  @Test
  void aNestedModelAloneIsRead() throws IOException {
    Tensor i = Input.of(3);
    Functional inner = new Functional(i, new Dense(2).call(i)).named("inner");
    Tensor a = Input.of(3);
    Functional model = new Functional(a, inner.call(a));
    model.seed(4).weights();
    assertThat(saved(model).predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
  }

  @Test
  void aCallMayFixItsMode() throws IOException {
    Tensor a = Input.of(3);
    Functional never = new Functional(a, new Dropout(0.9).call(a, Mode.INFER));
    Functional always = new Functional(a, new Dropout(0.5).call(a, Mode.TRAIN));
    never.weights();
    always.seed(5).weights();
    Tensor x = Tensor.ones(50, 3);
    never.compile(new SGD(0.1), new MeanSquaredError());
    assertThat(never.trainOnBatch(x, x)).containsEntry("loss", 0.0);
    for (Model model : List.of(always, saved(always))) {
      Tensor once = model.predict(x);
      Tensor twice = model.predict(x);
      assertThat(once.toFloatArray()).contains(0f, 2f);
      assertThat(twice.toFloatArray()).contains(0f, 2f).isNotEqualTo(once.toFloatArray());
    }
    assertThat(saved(never).predict(x).toFloatArray()).containsOnly(1f);
    assertThat(ModelTable.write(always).toString()).contains("kwargs={training=true}");
    assertThat(ModelTable.write(never).toString()).contains("kwargs={training=false}");
  }

  @Test
  void aNormalizationWithAFixedModeKeepsToIt() {
    Tensor a = Input.of(3);
    BatchNormalization layer = new BatchNormalization();
    Functional model = new Functional(a, layer.call(a, Mode.TRAIN));
    model.weights();
    float[] y = model.predict(X).toFloatArray();
    assertThat(y[0]).isCloseTo(-y[3], org.assertj.core.data.Offset.offset(1e-5f));
    // The batch moves the mean in a prediction too, as in Keras.
    assertThat(layer.weights().get(2).value().toFloatArray()).isNotEqualTo(new float[3]);
    Functional fixed = new Functional(a, new BatchNormalization().call(a, Mode.INFER));
    fixed.compile(new SGD(0), new MeanSquaredError());
    fixed.fit(X, X, Fit.epochs(1));
    Layer normalization = fixed.layers().getLast();
    assertThat(normalization.weights().get(2).value().toFloatArray()).isEqualTo(new float[3]);
  }

  @Test
  void inputsAndOutputsHaveNames() throws IOException {
    Tensor right = Input.of(new InputLayer(2).named("right"));
    Tensor left = Input.of(new InputLayer(3).named("left"));
    Functional model =
        new Functional(
            Map.of("right", right, "left", left),
            Map.of("sum", left.sum(-1), "other", new Dense(1).call(right)));
    model.seed(6).weights();
    assertThat(model.inputNames()).containsExactly("left", "right");
    assertThat(model.outputNames()).containsExactly("other", "sum");
    Functional read = (Functional) saved(model);
    Map<String, Tensor> x = Map.of("left", X, "right", Tensor.ones(2, 2));
    assertThat(read.predict(x)).containsOnlyKeys("other", "sum");
    assertThat(read.predict(x).get("sum").toFloatArray()).containsExactly(2, -5);
    assertThat(read.predict(x).get("other").toFloatArray())
        .isEqualTo(model.predict(x).get("other").toFloatArray());
    Tensor b = Input.of(3);
    Functional outer =
        new Functional(
            b,
            model
                .call(Values.of(b, b.get(Index.ALL, Index.range(0, 2))), Call.infer())
                .all()
                .getLast());
    outer.weights();
    assertThat(saved(outer).predict(X).toFloatArray()).containsExactly(2, -5);
  }

  @Test
  void masksAndStatesOfACallAreKept() throws IOException {
    Tensor words = Input.of(InputLayer.of(DType.INT32, 4).named("words"));
    Tensor mask = words.notEqual(0);
    Tensor h = new Embedding(5, 3).call(words);
    Tensor state = Input.of(new InputLayer(2).named("state"));
    Values in =
        new Values(List.of(h))
            .masked(mask)
            .with(io.gradus.nn.layer.Arguments.NONE.with("initial_state", List.of(state, state)));
    Tensor y = new LSTM(2).call(in, Call.infer()).one();
    Functional model = new Functional(List.of(words, state), List.of(y));
    model.seed(7).weights();
    Tensor x = Tensor.of(new int[][] {{1, 2, 0, 0}, {3, 0, 4, 0}});
    Tensor s = Tensor.of(new float[][] {{1, 2}, {-1, 0}});
    assertThat(saved(model).predictAll(x, s).getFirst().toFloatArray())
        .isEqualTo(model.predictAll(x, s).getFirst().toFloatArray());
  }

  @Test
  void statesOfStackedCellsAreArrangedByCell() throws IOException {
    Tensor x = Input.of(new InputLayer(3, 2).named("x"));
    List<Tensor> states =
        Stream.of("a", "b", "c").map(name -> Input.of(new InputLayer(2).named(name))).toList();
    RNN stack = new RNN(new LSTMCell(2), new GRUCell(2));
    Bidirectional both = new Bidirectional(new RNN(new LSTMCell(2), new GRUCell(2)));
    List<Tensor> twice = Stream.concat(states.stream(), states.stream()).toList();
    // States behind the sequence are written by name too: Keras takes no list of them.
    List<Tensor> listed = Stream.concat(Stream.of(x), twice.stream()).toList();
    Functional model =
        new Functional(
            Stream.concat(Stream.of(x), states.stream()).toList(),
            List.of(
                stack.call(x, states, Call.infer()).getFirst(),
                both.call(new Values(listed), Call.infer()).one()));
    model.seed(7).weights();
    String written = calls(ModelTable.write(model)).toString();
    assertThat(written)
        .contains("initial_state=[[a, b], c]}", "initial_state=[[a, b], c, [a, b], c]}");
    Tensor[] given = {
      Tensor.arange(12).reshape(2, 3, 2).mul(0.1f),
      Tensor.ones(2, 2),
      Tensor.zeros(2, 2),
      Tensor.ones(2, 2).mul(0.5f)
    };
    assertThat(saved(model).predictAll(given).getLast().toFloatArray())
        .isEqualTo(model.predictAll(given).getLast().toFloatArray());
  }

  @Test
  void aBatchOfAFixedSizeIsKept() {
    Tensor a = Input.of(new InputLayer(3).batchSize(2).named("a"));
    Functional model = new Functional(a, new Dense(1).call(a));
    assertThat(ModelTable.write(model).toString()).contains("batch_shape=[2, 3]");
    assertThat(ModelTable.write(ModelTable.read(ModelTable.write(model))).toString())
        .isEqualTo(ModelTable.write(model).toString());
  }
}

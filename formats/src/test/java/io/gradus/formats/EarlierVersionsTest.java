package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.initializer.Ones;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Rng;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not in the files of `checks`: numbers in each test are computed from the arrays in the
/// file, in float64.
class EarlierVersionsTest {
  private static final String KERAS_2 =
      """
      {"class_name": "Sequential", "keras_version": "2.2.4", "backend": "tensorflow", "config":
        {"name": "s", "layers": [%s]}}
      """;

  @TempDir Path folder;

  private Path resource(String name) throws IOException {
    return Files.write(folder.resolve(name), Fuzz.resource(name));
  }

  private static void near(Tensor got, double... want) {
    assertThat(got.toDoubleArray()).containsExactly(want, within(1e-5));
  }

  @Test
  void aFunctionalModelOfKeras2IsRead() throws IOException {
    Model model = Model.load(resource("keras2-functional.h5"));
    near(
        model.predict(Tensor.of(new float[][] {{1, -1, 0.5f}, {2, 0, -0.25f}})),
        -0.7965925,
        2.4251289,
        -2.3128033,
        -1.4107852,
        -0.5167960,
        1.7073481,
        -1.7532105,
        -1.3175197);
    assertThat(model.optimizer().learningRate().value().item()).isEqualTo(0.0025f);
  }

  @Test
  void anArchiveOfTfKerasIsRead() throws IOException {
    Model model = Model.load(resource("tf213.keras"));
    near(
        model.predict(Tensor.of(new float[][] {{1, 2, -1}, {0, 0.5f, 3}})),
        0.75,
        0.453125,
        1.171875,
        -0.953125);
  }

  @Test
  void keysThatSayNothingAtTheirDefaultAreLeftOut() throws IOException {
    Model model = Model.load(resource("transposed-groups.h5"));
    Tensor y = model.predict(Tensor.ones(1, 2, 2, 1));
    assertThat(y.toDoubleArray()).startsWith(-0.375, 0.25, -0.375, 0.25).endsWith(-0.75, -0.125);
  }

  @Test
  void anArchitectureInJsonTakesWeightsOfAnotherFile() throws IOException {
    Tensor x = Tensor.of(new float[][] {{1, 2, -1}, {0.5f, 0, 1}});
    Model model = Models.fromJson(resource("keras24.json"));
    assertThat(model.isBuilt()).isTrue();
    model.loadWeights(resource("keras24-weights.h5"));
    near(model.predict(x), 0.046875, 0.7109375);
    Model copy = Models.fromJson(Models.toJson(model));
    assertThat(copy.layers().stream().map(Object::toString).toList())
        .isEqualTo(model.layers().stream().map(Object::toString).toList());
    copy.loadWeights(resource("keras24-weights.h5"));
    near(copy.predict(x), 0.046875, 0.7109375);
  }

  @Test
  void weightsOfKeras2GoIntoAModelBuiltHere() throws IOException {
    var model =
        new Sequential(new InputLayer(3), new Dense(2, "relu"), new Dropout(0.25), new Dense(1));
    model.build();
    model.loadWeights(resource("keras24-weights.h5"));
    near(model.predict(Tensor.of(new float[][] {{1, 2, -1}})), 0.046875);
  }

  @Test
  void aModelOfKeras1IsSavedAsOneOfKeras3() throws IOException {
    Model model = Model.load(resource("keras1-merge.h5"));
    Tensor a = Tensor.of(new float[][] {{1, -0.5f, 0.25f, 2}});
    Tensor b = Tensor.of(new float[][] {{-1, 0.5f}});
    Path file = folder.resolve("saved.keras");
    model.save(file);
    assertThat(Model.load(file).predictAll(a, b).getFirst().toDoubleArray())
        .containsExactly(model.predictAll(a, b).getFirst().toDoubleArray());
  }

  @Test
  void hardSigmoidKeepsItsSlope() throws IOException {
    Model model =
        Models.fromJson(
            KERAS_2.formatted(
                """
                {"class_name": "Activation", "config": {"name": "a", "trainable": true,
                  "activation": "hard_sigmoid", "batch_input_shape": [null, 1]}}
                """));
    near(model.predict(Tensor.of(new float[][] {{1}, {-2}, {3}})), 0.7, 0.1, 1);
  }

  private static String activation(String function) {
    return KERAS_2.formatted(
        """
        {"class_name": "Activation", "config": {"name": "a", "activation": %s,
          "batch_input_shape": [null, 2]}}
        """
            .formatted(function));
  }

  private static Tensor activated(String function) throws IOException {
    return Models.fromJson(activation(function)).predict(Tensor.of(new float[][] {{-1, 8}}));
  }

  @Test
  void aLayerMayStandForAFunction() throws IOException {
    String relu = "{\"class_name\": \"ReLU\", \"config\": {%s}}";
    near(activated(relu.formatted("")), 0, 8);
    near(activated(relu.formatted("\"negative_slope\": 0, \"max_value\": null")), 0, 8);
    near(activated(relu.formatted("\"max_value\": 6.0, \"threshold\": 0.0")), 0, 6);
    String softmax = "{\"class_name\": \"Softmax\", \"config\": {\"axis\": %s}}";
    near(activated(softmax.formatted("-1")), 1 / (1 + Math.exp(9)), 1 / (1 + Math.exp(-9)));
    near(activated(softmax.formatted("[-1]")), 1 / (1 + Math.exp(9)), 1 / (1 + Math.exp(-9)));
    String of = "{\"class_name\": \"%s\", \"config\": {\"alpha\": %s}}";
    near(activated(of.formatted("ELU", "1.0")), Math.exp(-1) - 1, 8);
    near(activated(of.formatted("LeakyReLU", "0.20000000298023224")), -0.2, 8);
    near(activated("{\"class_name\": \"function\", \"config\": \"relu\"}"), 0, 8);
    for (String other :
        List.of(
            relu.formatted("\"max_value\": 5.0"),
            relu.formatted("\"negative_slope\": 0.1"),
            relu.formatted("\"threshold\": 1.0"),
            relu.formatted("\"max_value\": 6.0, \"negative_slope\": 0.1"),
            relu.formatted("\"max_value\": 6.0, \"threshold\": 0.1"),
            softmax.formatted("1"),
            of.formatted("ELU", "0.5"),
            of.formatted("LeakyReLU", "0.3"),
            of.formatted("PReLU", "0.3"))) {
      assertThatThrownBy(() -> Models.fromJson(activation(other)))
          .as(other)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("key \"activation\": the layer ")
          .hasMessageEndingWith(" as a function is not supported; use the layer after this one");
    }
  }

  @Test
  void whatIsGoneIsRefusedByName() {
    assertThatThrownBy(() ->
            Models.fromJson(
                KERAS_2.formatted(
                    """
                    {"class_name": "Dense", "config": {"name": "d", "units": 1,
                      "kernel_constraint": {"class_name": "RadialConstraint", "config": {}},
                      "batch_input_shape": [null, 2]}}
                    """)))
        .hasMessageContaining("key \"kernel_constraint\": RadialConstraint is gone since Keras 3");
    for (int mode : new int[] {1, 3}) {
      assertThatThrownBy(() ->
              Models.fromJson(
                  """
                  {"class_name": "Sequential", "keras_version": "1.2.2", "config": [
                    {"class_name": "BatchNormalization", "config": {"name": "b", "mode": %d,
                      "batch_input_shape": [null, 2]}}]}
                  """
                      .formatted(mode)))
          .hasMessageContaining(
              mode == 1
                  ? "key \"mode\": 1, which normalizes within samples, is gone since Keras 2"
                  : "key \"mode\": must be 0, 1 or 2, got 3");
    }
  }

  @Test
  void functionsOfTensorFlowAreOperations() throws IOException {
    Model model =
        Models.fromJson(
            """
            {"class_name": "Functional", "keras_version": "2.9.0", "backend": "tensorflow", "config":
              {"name": "f", "layers": [
                {"name": "in", "class_name": "InputLayer", "config": {"name": "in",
                  "batch_input_shape": [null, 4], "dtype": "float32", "sparse": false,
                  "ragged": false}, "inbound_nodes": []},
                {"name": "half", "class_name": "TFOpLambda", "config": {"name": "half",
                  "trainable": true, "dtype": "float32", "function": "math.multiply"},
                  "inbound_nodes": [["_CONSTANT_VALUE", -1, 0.5,
                    {"y": ["in", 0, 0], "name": null}]]},
                {"name": "two", "class_name": "SlicingOpLambda", "config": {"name": "two",
                  "trainable": true, "dtype": "float32", "function": "__operators__.getitem"},
                  "inbound_nodes": [["half", 0, 0, {"slice_spec": [
                    {"start": null, "stop": null, "step": null},
                    {"start": 1, "stop": 3, "step": null}]}]]},
                {"name": "all", "class_name": "TFOpLambda", "config": {"name": "all",
                  "trainable": true, "dtype": "float32", "function": "concat"},
                  "inbound_nodes": [[["two", 0, 0, {"axis": -1}], ["in", 0, 0, {"axis": -1}]]]},
                {"name": "mean", "class_name": "TFOpLambda", "config": {"name": "mean",
                  "trainable": true, "dtype": "float32", "function": "math.reduce_mean"},
                  "inbound_nodes": [["all", 0, 0, {"axis": 1, "keepdims": true}]]}],
              "input_layers": [["in", 0, 0]], "output_layers": [["mean", 0, 0]]}}
            """);
    near(model.predict(Tensor.of(new float[][] {{1, 2, 4, 5}})), (1 + 2 + 12) / 6.0);
  }

  @Test
  void aLambdaIsRefusedWithWhatToDo() {
    assertThatThrownBy(() ->
            Models.fromJson(
                KERAS_2.formatted(
                    """
                    {"class_name": "Lambda", "config": {"name": "twice", "function": ["4wE=", null, null],
                      "function_type": "lambda", "batch_input_shape": [null, 1]}}
                    """)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "architecture, byte 0: layer \"twice\" (Lambda) holds Python code, which is not run;"
                + " build the model here with a layer of your own in its place, and give it the"
                + " weights with Models.loadWeights");
  }

  @Test
  void aKeyThatAsksForWhatIsGoneIsNamed() {
    assertThatThrownBy(() ->
            Models.fromJson(
                KERAS_2.formatted(
                    """
                    {"class_name": "LSTM", "config": {"name": "l", "units": 2, "time_major": true,
                      "batch_input_shape": [null, 3, 1]}}
                    """)))
        .hasMessage(
            "architecture, byte 0: layer \"l\" (LSTM): key \"time_major\": true is not supported;"
                + " false is");
  }

  @Test
  void anArchitectureOfHugeNumbersTakesNoMemory() {
    assertThatThrownBy(() ->
            Models.fromJson(
                KERAS_2.formatted(
                    """
                    {"class_name": "Dense", "config": {"name": "d", "units": 2000000000,
                      "batch_input_shape": [null, 100000]}}
                    """)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("weight d/kernel [100000, 2000000000]");
  }

  @Test
  void yamlMakesNoObjectsAndItsAliasesAreBounded() {
    assertThatThrownBy(() -> Models.fromYaml("class_name: !!python/object:os.system {}"))
        .hasMessage(
            "architecture, byte 12: tag tag:yaml.org,2002:python/object:os.system stands for an"
                + " object of Python, which is not made");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertThatThrownBy(() -> Models.fromYaml(bomb.toString()))
        .hasMessageContaining("more than 400,000 values");
  }

  private static Model withDropout(Tensor x, Tensor out) {
    var model = new Functional(x, new Dense(1).kernelInitializer(new Ones()).call(out));
    model.build();
    return model;
  }

  /// {@return whether two steps that change nothing have different losses}
  private static boolean drops(Model model) {
    model.compile(new SGD(1e-30), new MeanSquaredError());
    // No two sums of some of these are the same.
    Tensor x = Rng.of(1).uniform(1, 2, 16, 8);
    Tensor y = Tensor.zeros(16, 1);
    double first = model.trainOnBatch(x, y).get("loss");
    model.resetMetrics();
    return model.trainOnBatch(x, y).get("loss") != first;
  }

  private Path writtenBy(String version, Model model) throws IOException {
    Path file = folder.resolve("m.keras");
    model.save(file);
    try (FileSystem archive = FileSystems.newFileSystem(file)) {
      Files.writeString(
          archive.getPath("metadata.json"), "{\"keras_version\": \"%s\"}".formatted(version));
    }
    return file;
  }

  @Test
  void theModeOfACallHoldsFromKeras316On() throws IOException {
    Tensor x = Input.of(8);
    Model never = withDropout(x, new Dropout(0.5).call(x, Mode.INFER));
    assertThat(drops(Model.load(writtenBy("3.16.0", never)))).isFalse();
    assertThat(drops(Model.load(writtenBy("3.15.1", never)))).isTrue();
    Model always = withDropout(x, new Dropout(0.5).call(x, Mode.TRAIN));
    Tensor ones = Tensor.ones(64, 8);
    assertThat(Model.load(writtenBy("3.16.0", always)).predict(ones).toDoubleArray()).contains(6);
    assertThat(Model.load(writtenBy("3.0.5", always)).predict(ones).toDoubleArray())
        .containsOnly(8);
  }

  @Test
  void aTextWithoutAVersionIsOlderIfEveryCallSaysItsDefault() throws IOException {
    Tensor x = Input.of(8);
    Model one = withDropout(x, new Dropout(0.5).call(x, Mode.INFER));
    assertThat(drops(Models.fromJson(Models.toJson(one)))).isTrue();
    Tensor dropped = new Dropout(0.1).call(x);
    Model two = withDropout(x, new Dropout(0.5).call(dropped, Mode.INFER));
    String text = Models.toJson(two);
    assertThat(text).containsOnlyOnce("\"training\"");
    Model read = Models.fromJson(text);
    assertThat(Models.toJson(read)).containsOnlyOnce("\"training\"");
  }
}

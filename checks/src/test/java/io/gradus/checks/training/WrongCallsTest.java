package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.metric.SparseCategoricalAccuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said to those who call layers and models wrongly.
class WrongCallsTest {
  /// A wrong call, and what it is answered with.
  record Wrong(
      String name, Class<? extends Throwable> type, String message, ThrowingCallable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Tensor X = Tensor.ones(6, 4);
  private static final Tensor Y = Tensor.of(0, 1, 2, 0, 1, 2);

  private static Sequential model() {
    Sequential model =
        new Sequential(new Dense(5, Activation.RELU), new Dense(3, Activation.SOFTMAX));
    model.seed(1);
    return model;
  }

  private static Sequential compiled() {
    Sequential model = model();
    model.compile(new SGD(), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  private static Sequential fitted() {
    Sequential model = compiled();
    model.fit(X, Y, Fit.epochs(1).quiet());
    return model;
  }

  private static final Class<IllegalArgumentException> ARGUMENT = IllegalArgumentException.class;
  private static final Class<IllegalStateException> STATE = IllegalStateException.class;
  private static final Class<ShapeException> SHAPE = ShapeException.class;

  static Stream<Wrong> calls() {
    Fit fit = Fit.epochs(1).quiet();
    return Stream.of(
        // order of calls
        new Wrong(
            "fit before compile",
            STATE,
            "fit: the model must be compiled first",
            () -> model().fit(X, Y, fit)),
        new Wrong(
            "evaluate before compile",
            STATE,
            "evaluate: the model must be compiled first",
            () -> model().evaluate(X, Y)),
        new Wrong(
            "a step before compile",
            STATE,
            "trainOnBatch: the model must be compiled first",
            () -> model().trainOnBatch(Batch.of(X, Y))),
        new Wrong(
            "optimizer before compile",
            STATE,
            "optimizer: the model must be compiled first",
            () -> model().optimizer()),
        new Wrong(
            "optimizer before the weights",
            STATE,
            "optimizer: the model must be built first; call build()",
            () -> compiled().optimizer()),
        new Wrong(
            "seed after the weights",
            STATE,
            "seed: must be set before the model is built",
            () -> fitted().seed(2)),
        new Wrong(
            "build without an input layer",
            STATE,
            "build: needs an InputLayer first, or data",
            () -> model().build()),
        new Wrong(
            "random numbers in inference",
            STATE,
            "call: only a training step has random numbers",
            () -> Call.infer().random()),
        // data
        new Wrong(
            "no samples to fit",
            ARGUMENT,
            "fit: the data has no samples",
            () -> compiled().fit(X.get("0:0"), Y.get("0:0"), fit)),
        new Wrong(
            "no samples to evaluate",
            ARGUMENT,
            "evaluate: the data has no samples",
            () -> compiled().evaluate(X.get("0:0"), Y.get("0:0"))),
        new Wrong(
            "no samples to predict",
            ARGUMENT,
            "predict: the data has no samples",
            () -> model().predict(X.get("0:0"))),
        new Wrong(
            "more samples than targets",
            SHAPE,
            "dataset: all tensors must have the same number of samples; got int32[5] "
                + "beside float32[6, 4]",
            () -> compiled().fit(X, Y.get("0:5"), fit)),
        new Wrong(
            "weights of another number",
            SHAPE,
            "dataset: all tensors must have the same number of samples; got "
                + "float32[5] beside float32[6, 4]",
            () -> Dataset.of(X, Y, Tensor.ones(5))),
        new Wrong(
            "a scalar as data",
            SHAPE,
            "dataset: needs an input with an axis for the samples",
            () -> Dataset.of(Tensor.of(1f))),
        new Wrong(
            "no targets",
            ARGUMENT,
            "fit: outputs and targets differ in number: 1 outputs, 0 targets",
            () -> compiled().fit(Dataset.of(X), fit)),
        new Wrong(
            "no targets to validate with",
            ARGUMENT,
            "fit: validation: outputs and targets differ in number: 1 outputs, 0 targets",
            () -> compiled().fit(X, Y, fit.validation(Dataset.of(X)))),
        new Wrong(
            "no targets to evaluate",
            ARGUMENT,
            "evaluate: outputs and targets differ in number: 1 outputs, 0 targets",
            () -> compiled().evaluate(Dataset.of(X), 6)),
        new Wrong(
            "no targets to evaluate after training",
            ARGUMENT,
            "evaluate: outputs and targets differ in number: 1 outputs, 0 targets",
            () -> fitted().evaluate(Dataset.of(X), 6)),
        new Wrong(
            "no targets for a step",
            ARGUMENT,
            "trainOnBatch: outputs and targets differ in number: 1 outputs, 0 targets",
            () -> compiled().trainOnBatch(new Batch(List.of(X), List.of(), List.of()))),
        new Wrong(
            "no targets for a step of evaluation",
            ARGUMENT,
            "testOnBatch: outputs and targets differ in number: 1 outputs, 0 targets",
            () -> compiled().testOnBatch(new Batch(List.of(X), List.of(), List.of()))),
        new Wrong(
            "a label too large",
            ARGUMENT,
            "loss: label 3 at [2] is out of range for 3 classes; got y=int32[6], "
                + "prediction=float32[6, 3] (in model \"sequential\")",
            () -> compiled().fit(X, Tensor.of(0, 1, 3, 0, 1, 2), fit)),
        new Wrong(
            "a negative label",
            ARGUMENT,
            "loss: label -1 at [2] is out of range for 3 classes; got y=int32[6], "
                + "prediction=float32[6, 3] (in model \"sequential\")",
            () -> compiled().evaluate(X, Tensor.of(0, 1, -1, 0, 1, 2))),
        new Wrong(
            "one-hot labels for the sparse loss",
            SHAPE,
            "loss: labels need the prediction's shape without the classes; got "
                + "y=float32[6, 3], prediction=float32[6, 3]; one-hot labels need "
                + "CategoricalCrossentropy (in model \"sequential\")",
            () -> compiled().fit(X, Tensor.ones(6, 3), fit)),
        new Wrong(
            "labels of too many axes",
            SHAPE,
            "loss: labels need the prediction's shape without the classes; got "
                + "y=float32[6, 3, 2], prediction=float32[6, 3] (in model \"sequential\")",
            () -> compiled().fit(X, Tensor.ones(6, 3, 2), fit)),
        // settings
        new Wrong(
            "no epochs", ARGUMENT, "fit: epochs must be at least 1, got 0", () -> Fit.epochs(0)),
        new Wrong(
            "no batch",
            ARGUMENT,
            "fit: batchSize must be at least 1, got 0",
            () -> Fit.epochs(1).batchSize(0)),
        new Wrong(
            "no batch to predict",
            ARGUMENT,
            "batchSize: must be at least 1, got 0",
            () -> model().predict(Dataset.of(X), 0)),
        new Wrong(
            "a layer without units",
            ARGUMENT,
            "dense: units must be at least 1, got 0",
            () -> new Dense(0)),
        new Wrong(
            "a dropout rate over 1",
            ARGUMENT,
            "dropout: rate must be in [0, 1), got 1.5",
            () -> new Dropout(1.5)),
        new Wrong(
            "a dropout rate that is no number",
            ARGUMENT,
            "dropout: rate must be in [0, 1), got NaN",
            () -> new Dropout(Double.NaN)),
        new Wrong(
            "a momentum over 1",
            ARGUMENT,
            "sgd: momentum must be in [0, 1], got 1.5",
            () -> new SGD(0.1).momentum(1.5)),
        new Wrong(
            "a model without layers",
            ARGUMENT,
            "sequential: needs at least one layer",
            () -> new Sequential()),
        new Wrong(
            "two layers of one name",
            ARGUMENT,
            "sequential: layer names must differ; got [a, a]",
            () -> new Sequential(new Dense(2).named("a"), new Dense(3).named("a"))),
        // names
        new Wrong(
            "an unknown optimizer",
            ARGUMENT,
            "optimizer: unknown name \"rmsprob\"; nearest: rmsprop",
            () -> model().compile("rmsprob", "sparse_categorical_crossentropy")),
        new Wrong(
            "an unknown loss",
            ARGUMENT,
            "loss: unknown name \"sparse_categorical_crossentrop\"; nearest: "
                + "sparse_categorical_crossentropy, categorical_crossentropy, "
                + "binary_focal_crossentropy",
            () -> model().compile("sgd", "sparse_categorical_crossentrop")),
        new Wrong(
            "an unknown metric",
            ARGUMENT,
            "metric: unknown name \"acuracy\"; nearest: accuracy",
            () -> model().compile("sgd", "sparse_categorical_crossentropy", "acuracy")),
        new Wrong(
            "an unknown activation",
            ARGUMENT,
            "activation: unknown name \"rellu\"; nearest: relu, relu6, elu",
            () -> new Dense(1, "rellu")),
        new Wrong(
            "an unknown layer",
            ARGUMENT,
            "model: no layer \"dense_7\"; there are [dense, dense_1]",
            () -> model().layer("dense_7")),
        new Wrong(
            "an unknown series",
            ARGUMENT,
            "history: no \"val_loss\"; there are accuracy, loss",
            () -> compiled().fit(X, Y, fit).get("val_loss")),
        // shapes
        new Wrong(
            "another last dimension",
            SHAPE,
            "sequential: expects x=float32[?, 4]; got x=float32[6, 7]; matmul: inner dimensions"
                + " differ: float32[6, 7] · float32[4, 5], 7 ≠ 4 "
                + "(in model \"sequential\", layer \"dense\")",
            () -> {
              Sequential model = fitted();
              model.predict(Tensor.ones(6, 7));
            }),
        new Wrong(
            "another last dimension in a named model",
            SHAPE,
            "sequential: expects x=float32[?, 4]; got x=float32[6, 7]; matmul: inner dimensions"
                + " differ: float32[6, 7] · float32[4, 5], 7 ≠ 4 "
                + "(in model \"mlp\", layer \"hidden\")",
            () -> {
              Sequential model =
                  new Sequential(new Dense(5).named("hidden"), new Dense(3)).named("mlp");
              model.predict(X);
              model.predict(Tensor.ones(6, 7));
            }),
        new Wrong(
            "a layer on too few axes",
            SHAPE,
            "dense: needs at least two axes, the last of known length; got "
                + "x=float32[3]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in layer \"dense\")",
            () -> new Dense(2).call(Tensor.ones(3))),
        new Wrong(
            "a model on too few axes",
            SHAPE,
            "dense: needs at least two axes, the last of known length; got "
                + "x=float32[?]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in model \"sequential\", layer \"dense\")",
            () -> model().predict(Tensor.ones(3))),
        new Wrong(
            "a scalar to flatten",
            SHAPE,
            "flatten: needs at least one axis; got x=float32[] (in layer \"flatten\")",
            () -> new Flatten().call(Tensor.of(1f))),
        new Wrong(
            "not what the input layer says",
            SHAPE,
            "sequential: expects x=float32[?, 4]; got x=float32[6, 5]; matmul: inner dimensions"
                + " differ: float32[6, 5] · float32[4, 2], 5 ≠ 4 (in model \"sequential\", layer"
                + " \"dense\")",
            () -> new Sequential(new InputLayer(4), new Dense(2)).predict(Tensor.ones(6, 5))),
        new Wrong(
            "accuracy of other shapes",
            SHAPE,
            "accuracy: targets and predictions must have one shape; got y=int32[6], "
                + "prediction=int32[5]",
            () -> new Accuracy().update(Y, Y.get("0:5"), null)),
        new Wrong(
            "class accuracy of other shapes",
            SHAPE,
            "sparse_categorical_accuracy: targets need the prediction's shape "
                + "without the classes; got y=int32[6], prediction=float32[5, 3]",
            () -> new SparseCategoricalAccuracy().update(Y, Tensor.ones(5, 3), null)),
        new Wrong(
            "two tensors for a layer of one",
            ARGUMENT,
            "layer: expects one tensor, got [float32[6, 4], float32[6, 4]]",
            () -> new Dense(2).call(Values.of(X, X), Call.infer())),
        new Wrong(
            "fewer gradients than variables",
            ARGUMENT,
            "optimizer: needs 1 gradients, one for each variable; got 0",
            () -> new SGD().bind(List.of(new Variable(X))).apply(List.of())),
        // configurations
        new Wrong(
            "an unknown key",
            ARGUMENT,
            "Dense: unknown key \"unit\"; known: [name, trainable, dtype, activity_regularizer,"
                + " lora_rank, lora_alpha, units, activation, use_bias, kernel_initializer,"
                + " bias_initializer, kernel_regularizer, bias_regularizer, kernel_constraint,"
                + " bias_constraint, quantization_config]",
            () -> Dense.SCHEMA.read(Map.of("units", 3, "unit", 4))),
        new Wrong(
            "a missing key",
            ARGUMENT,
            "Dense: key \"units\" is missing",
            () -> Dense.SCHEMA.read(Map.of("use_bias", true))),
        new Wrong(
            "a text for a number",
            ARGUMENT,
            "Dense: key \"units\": expected a whole number, got \"three\"",
            () -> Dense.SCHEMA.read(Map.of("units", "three"))),
        new Wrong(
            "a fraction for a whole number",
            ARGUMENT,
            "Dense: key \"units\": expected a whole number, got \"2.5\"",
            () -> Dense.SCHEMA.read(Map.of("units", 2.5))),
        new Wrong(
            "a list for a truth value",
            ARGUMENT,
            "Dense: key \"use_bias\": expected true or false, got []",
            () -> Dense.SCHEMA.read(Map.of("units", 2, "use_bias", List.of()))),
        new Wrong(
            "a number for a text",
            ARGUMENT,
            "Dense: key \"name\": expected a text, got \"5\"",
            () -> Dense.SCHEMA.read(Map.of("units", 2, "name", 5))),
        new Wrong(
            "a wrong value in a configuration",
            ARGUMENT,
            "dropout: rate must be in [0, 1), got 1.5",
            () -> Dropout.SCHEMA.read(Map.of("rate", 1.5))),
        new Wrong(
            "a key for what is not there yet",
            UnsupportedConfigException.class,
            "GlorotUniform: input_axes = [0] is not supported yet",
            () -> GlorotUniform.SCHEMA.read(Map.of("input_axes", List.of(0)))),
        new Wrong(
            "a class that is not there yet",
            UnsupportedConfigException.class,
            "layer: class Conv9D is not among the custom objects; add it by"
                + " CustomObjects.of(Conv9D.SCHEMA)",
            () -> ModelTable.read(Map.of("class_name", "Conv9D", "config", Map.of()))),
        new Wrong(
            "an activation that is not there yet",
            UnsupportedConfigException.class,
            "activation gelu9 does not exist yet",
            () -> Activations.CODEC.read().apply("gelu9")),
        new Wrong(
            "a class without configuration",
            ARGUMENT,
            "Dense: has no config",
            () -> ModelTable.read(Map.of("class_name", "Dense"))),
        new Wrong(
            "an object without class",
            ARGUMENT,
            "expected an object with class_name and config, got \"3\"",
            () -> Initializers.CODEC.read().apply(3)),
        new Wrong(
            "a data format",
            ARGUMENT,
            "flatten: data_format must be channels_last or channels_first, got rows",
            () -> Flatten.SCHEMA.read(Map.of("data_format", "rows"))),
        new Wrong(
            "a reduction",
            ARGUMENT,
            "SparseCategoricalCrossentropy: key \"reduction\": expected a reduction, "
                + "got \"median\"",
            () -> SparseCategoricalCrossentropy.SCHEMA.read(Map.of("reduction", "median"))),
        new Wrong(
            "a lambda to save",
            ARGUMENT,
            "activation: a lambda has no name to save it by; give it one:"
                + " Activation.of(name, x -> …)",
            () -> Dense.SCHEMA.write(new Dense(2, x -> x.mul(2)))),
        new Wrong(
            "layers that are no list",
            ARGUMENT,
            "Sequential: key \"layers\": expected a list of layers, got dense",
            () -> Sequential.SCHEMA.read(Map.of("layers", "dense"))),
        new Wrong(
            "a text for a truth value",
            ARGUMENT,
            "RMSprop: key \"centered\": expected true or false, got \"yes\"",
            () -> RMSprop.SCHEMA.read(Map.of("centered", "yes"))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isAnsweredWith(Wrong wrong) {
    Throwable thrown = catchThrowable(wrong.call());
    assertThat(thrown).isExactlyInstanceOf(wrong.type()).hasMessage(wrong.message());
  }
}

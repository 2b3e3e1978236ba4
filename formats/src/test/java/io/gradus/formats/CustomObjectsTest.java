package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.callback.ModelCheckpoint;
import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Lambda;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Weights;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.metric.Mean;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.SGD;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers, losses, metrics, activations and functions of one's own in files.
class CustomObjectsTest {
  private static final BinaryOperator<Tensor> CUBED =
      (yTrue, yPred) -> yTrue.sub(yPred).abs().pow(3).mean(-1);
  private static final Tensor X = Tensor.of(new float[][] {{1, 2}, {3, -4}, {-5, 6}});
  private static final Tensor Y = Tensor.of(new float[][] {{1}, {0}, {2}});

  @TempDir Path folder;

  /// Halves what it is given, and says so in files.
  private static final class Halved extends Layer {
    static final Schema<Halved> SCHEMA =
        Layer.<Halved>schemaOf("Halved").build(config -> new Halved(settings(config)));

    Halved(Settings settings) {
      super(settings);
    }

    @Override
    public Schema<Halved> schema() {
      return SCHEMA;
    }

    @Override
    protected Forward build(List<TensorType> inputs, Weights weights) {
      return Forward.single((x, _) -> x.div(2));
    }
  }

  /// The same without a schema.
  private static final class Bare extends Layer {
    Bare() {
      super(Settings.DEFAULT);
    }

    @Override
    protected Forward build(List<TensorType> inputs, Weights weights) {
      return Forward.single((x, _) -> x.div(2));
    }
  }

  private record Squared() implements Loss {
    @Override
    public Tensor call(Tensor yTrue, Tensor yPred) {
      return yTrue.sub(yPred).square().mean(-1);
    }
  }

  private static Model model(Layer... between) {
    Layer[] layers = new Layer[between.length + 2];
    layers[0] = new InputLayer(2);
    System.arraycopy(between, 0, layers, 1, between.length);
    layers[layers.length - 1] = new Dense(1);
    return new Sequential(layers).seed(1);
  }

  private static Halved half() {
    return new Halved(Layer.Settings.DEFAULT.named("half"));
  }

  private Path file() {
    return folder.resolve("m.keras");
  }

  private static String fit(Model model, Fit fit) {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    model.fit(X, Y, fit.progress(new PrintStream(progress, true, StandardCharsets.UTF_8)));
    return progress.toString(StandardCharsets.UTF_8);
  }

  @Test
  void allKindsComeBackByTheirNames() throws IOException {
    Model model =
        model(
            half(),
            new Dense(3, Activation.of("bent", x -> x.square().neg())),
            new Lambda(x -> x.add(1)).named("shifted"));
    model.compile(new SGD(0.1), Loss.of("cubed", CUBED), Metric.of("cubed_too", CUBED));
    model.fit(X, Y, Fit.epochs(2).quiet());
    model.save(file());

    CustomObjects own =
        CustomObjects.of(Halved.SCHEMA)
            .function("cubed", CUBED)
            .function("cubed_too", CUBED)
            .function("bent", x -> x.square().neg())
            .function("shifted", x -> x.add(1));
    Model same = Model.load(file(), own);
    assertThat(same.predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
    assertThat(same.evaluate(X, Y)).isEqualTo(model.evaluate(X, Y)).containsKey("cubed_too");
    model.fit(X, Y, Fit.epochs(1).quiet());
    same.fit(X, Y, Fit.epochs(1).quiet());
    assertThat(same.evaluate(X, Y)).isEqualTo(model.evaluate(X, Y));
  }

  @Test
  void aFileSaysWhichOfThemIsMissing() throws IOException {
    Model model = model(half());
    model.compile(new SGD(0.1), Loss.of("cubed", CUBED));
    model.save(file());
    assertThatThrownBy(() -> Model.load(file()))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "layer \"half\": class Halved is not among the custom objects; add it by"
                + " CustomObjects.of(Halved.SCHEMA)");
    CustomObjects own = CustomObjects.of(Halved.SCHEMA);
    assertThatThrownBy(() -> Model.load(file(), own))
        .hasMessageContaining("loss: unknown name \"cubed\"")
        .hasMessageContaining("LoadOptions.DEFAULT.compile(false)");
    Model bare = Model.load(file(), LoadOptions.DEFAULT.custom(own).compile(false));
    assertThat(bare.predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
  }

  @Test
  void aLossWithoutASchemaIsLeftOutAndOneLineSaysSo() throws IOException {
    Model model = model();
    model.compile(new SGD(0.1), new Squared());
    String told = fit(model, Fit.epochs(1).callbacks(new ModelCheckpoint(file().toString())));
    assertThat(told).contains("model checkpoint: the files will be without loss Squared");
    Model same = Model.load(file());
    assertThat(same.compilation()).isNull();
    assertThat(same.predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
  }

  @Test
  void aMetricWithoutASchemaIsLeftOutAlone() throws IOException {
    Model model = model();
    Metric own =
        new Metric() {
          private final Mean mean = new Mean("own");

          @Override
          public String name() {
            return "own";
          }

          @Override
          public List<Variable> variables() {
            return mean.variables();
          }

          @Override
          public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights) {
            mean.update(yPred, weights);
          }

          @Override
          public Tensor result() {
            return mean.result();
          }
        };
    model.compile(new SGD(0.1), new MeanSquaredError(), own, Metric.of("mae"));
    model.save(file());
    assertThat(Model.load(file()).evaluate(X, Y)).containsOnlyKeys("loss", "mae");
  }

  @Test
  void aLayerWithoutASchemaWorksAndIsRefusedBeforeTheFirstStep() {
    Model model = model(new Bare());
    model.compile(new SGD(0.1), new MeanSquaredError());
    fit(model, Fit.epochs(1));
    List<Float> before = weights(model);
    String message = "layer Bare \"bare\": its class has no schema, so no file can hold it";
    assertThatThrownBy(
            () -> fit(model, Fit.epochs(1).callbacks(new ModelCheckpoint(file().toString()))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("model checkpoint: " + message);
    assertThat(weights(model)).isEqualTo(before);
    assertThatThrownBy(() -> model.save(file()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(Files.exists(file())).isFalse();
  }

  private static List<Float> weights(Model model) {
    return model.weights().stream()
        .flatMap(weight -> {
          float[] values = weight.toFloatArray();
          return IntStream.range(0, values.length).mapToObj(i -> values[i]);
        })
        .toList();
  }

  @Test
  void checkpointsAreOfModelsOrWeights() throws IOException {
    Model model = model();
    model.compile(new SGD(0.1), new MeanSquaredError());
    String weights = folder + "/{epoch}.weights.h5";
    fit(model, Fit.epochs(2).callbacks(new ModelCheckpoint(weights)));
    Model other = model();
    other.seed(9);
    ((Sequential) other).build();
    other.loadWeights(folder.resolve("2.weights.h5"));
    assertThat(other.predict(X).toFloatArray()).isEqualTo(model.predict(X).toFloatArray());
    assertThatThrownBy(() -> new ModelCheckpoint("a.npz"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("model checkpoint: the name must end in .keras or .weights.h5; got a.npz");
  }

  @Test
  void functionsAreWrittenAsKerasWritesThem() {
    assertThat(CustomObjects.written("cubed"))
        .isEqualTo(
            Map.of(
                "module", "builtins",
                "class_name", "function",
                "config", "cubed",
                "registered_name", "function"));
  }
}

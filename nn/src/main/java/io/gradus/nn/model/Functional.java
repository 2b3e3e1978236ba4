package io.gradus.nn.model;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A model of layers that were called on symbolic tensors, with any number of inputs and outputs,
/// branches and shared layers (`keras.Model(inputs, outputs)`).
///
/// ```java
/// Tensor x = Input.of(784);
/// Tensor h = new Dense(64, "relu").call(x);
/// var model = new Functional(x, new Dense(10, "softmax").call(h));
/// ```
///
/// The model builds its layers when its weights are first needed; until then [#seed] can be set.
public final class Functional extends Model {
  private static final ConfigKey<@Nullable String> NAME =
      new ConfigKey<>("name", Codec.TEXT.orNull());
  private static final ConfigKey<Boolean> TRAINABLE = new ConfigKey<>("trainable", Codec.TRUTH);
  private static final Codec<Object> AS_IS =
      new Codec<>(
          value -> {
            if (value == null) {
              throw new IllegalArgumentException("expected a list, got null");
            }
            return value;
          },
          value -> value);
  private static final ConfigKey<Object> LAYERS = new ConfigKey<>("layers", AS_IS);
  private static final ConfigKey<Object> INPUTS = new ConfigKey<>("input_layers", AS_IS);
  private static final ConfigKey<Object> OUTPUTS = new ConfigKey<>("output_layers", AS_IS);

  /// The configuration, as Keras writes it.
  public static final Schema<Functional> SCHEMA =
      Schema.<Functional>of("Functional")
          .optional(NAME, Functional::givenName, null)
          .optional(TRAINABLE, Functional::isTrainable, true)
          .required(LAYERS, model -> model.written().layers())
          .required(INPUTS, Functional::writtenInputs)
          .required(OUTPUTS, Functional::writtenOutputs)
          .ignored("dtype")
          .build(Functional::new);

  private final ModelGraph graph;
  private final Structure inputs;
  private final Structure outputs;
  private final KerasGraph keras;
  private final List<Layer> layers;
  private final ModelInputs given;

  /// A model from one input to one output.
  public Functional(Tensor input, Tensor output) {
    this(List.of(input), List.of(output));
  }

  /// A model from inputs to outputs.
  ///
  /// @throws IllegalArgumentException if an input did not come of [Input], an output needs an input
  ///   that is not given, or two layers have the same name
  public Functional(List<Tensor> inputs, List<Tensor> outputs) {
    this(
        Settings.DEFAULT,
        new GraphReader.Read(
            ModelGraph.between(checked(inputs), values(outputs)),
            Structure.of(inputs.size()),
            Structure.of(outputs.size())));
  }

  /// A model from inputs by name to outputs by name. In order, as [#predictAll] takes and gives
  /// them, they stand by the order of their names, as in Keras.
  ///
  /// @throws IllegalArgumentException if an input did not come of [Input], an output needs an input
  ///   that is not given, or two layers have the same name
  public Functional(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    this(
        Settings.DEFAULT,
        new GraphReader.Read(
            ModelGraph.between(
                checked(List.copyOf(new TreeMap<>(inputs).values())),
                values(List.copyOf(new TreeMap<>(outputs).values()))),
            Structure.named(inputs.keySet()),
            Structure.named(outputs.keySet())));
  }

  private Functional(Settings settings, GraphReader.Read read) {
    super(settings);
    this.graph = read.graph();
    this.inputs = read.inputs();
    this.outputs = read.outputs();
    List<Layer> all = new ArrayList<>();
    graph.inputs().forEach(input -> all.add(input(input).layer()));
    all.addAll(graph.layers());
    LayerNames.give("functional", all);
    this.keras = KerasGraph.of(graph);
    this.layers = keras.layers();
    this.given = ModelInputs.ofGraph(graph.inputTypes());
  }

  private Functional(Config config) {
    this(
        new Settings(config.get(NAME), config.get(TRAINABLE), null, null),
        GraphReader.read(config.get(LAYERS), config.get(INPUTS), config.get(OUTPUTS)));
  }

  private static List<Tensor> checked(List<Tensor> inputs) {
    for (Tensor input : inputs) {
      input(input);
    }
    if (inputs.isEmpty() || inputs.stream().distinct().count() < inputs.size()) {
      throw new IllegalArgumentException(
          "functional: needs inputs that differ; got " + new Values(inputs).types());
    }
    return List.copyOf(inputs);
  }

  private static ModelNode.OfLayer input(Tensor input) {
    if (Symbol.node(input) instanceof ModelNode.OfLayer node
        && node.layer() instanceof InputLayer
        && node.in().all().isEmpty()) {
      return node;
    }
    throw new IllegalArgumentException(
        "functional: inputs must come of Input.of; got " + input.type());
  }

  // With the masks that the calls they came of give them.
  private static Values values(List<Tensor> outputs) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("functional: needs an output");
    }
    for (Tensor output : outputs) {
      if (Symbol.node(output) == null) {
        throw new IllegalArgumentException(
            "functional: outputs must come of the inputs; got " + output.type());
      }
    }
    return new Values(outputs);
  }

  private GraphConfig written() {
    return new GraphConfig(keras);
  }

  private Object writtenInputs() {
    return written().places(inputs, graph.inputs());
  }

  private Object writtenOutputs() {
    return written().places(outputs, keras.graph().outputs().all());
  }

  /// {@return how the inputs are arranged in a call}
  Structure inputStructure() {
    return inputs;
  }

  private @Nullable String givenName() {
    return name();
  }

  /// {@return this model with the given name, of the same layers}
  public Functional named(String name) {
    return new Functional(settings().named(name), new GraphReader.Read(graph, inputs, outputs));
  }

  // Keras writes null: the graph says what the model is given.
  @Override
  protected Map<String, @Nullable Object> buildConfig() {
    return Collections.singletonMap("input_shape", null);
  }

  @Override
  public Schema<Functional> schema() {
    return SCHEMA;
  }

  @Override
  public List<Layer> layers() {
    return layers;
  }

  @Override
  void buildIfKnown() {
    if (!isBuilt()) {
      build();
    }
  }

  /// Builds the layers, which happens by itself when the weights are needed.
  public void build() {
    outputTypes(graph.inputTypes());
  }

  @Override
  ModelGraph graph() {
    return graph;
  }

  /// {@return the names of the outputs, in order: those they were given, else those of the layers
  /// and operations that they come of; of nested lists with the path to them, as in Keras' logs}
  @Override
  public List<String> outputNames() {
    return outputs.names(keras::outputName);
  }

  /// {@return the names of the inputs, in order: those they were given, else those of the input
  /// layers}
  @Override
  public List<String> inputNames() {
    return inputs.names(i -> input(graph.inputs().get(i)).layer().name());
  }

  // Each as its input layer says, whatever the layers behind it compute with.
  @Override
  protected Values converted(Values in) {
    List<TensorType> types = graph.inputTypes();
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < in.all().size(); i++) {
      Tensor x = in.all().get(i);
      boolean floating =
          i < types.size() && types.get(i).dtype().isFloating() && x.dtype().isFloating();
      all.add(floating ? x.cast(types.get(i).dtype()) : x);
    }
    return new Values(all, in.masks(), in.arguments());
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    given.check(inputs);
    graph.build(weights);
    return (in, call) -> graph.run(given.fitted(in, call), call);
  }
}

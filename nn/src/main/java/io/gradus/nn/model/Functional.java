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
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
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
          .required(LAYERS, model -> GraphConfig.layers(model.graph, model.layers))
          .required(INPUTS, model -> GraphConfig.places(model.graph, model.graph.inputs()))
          .required(OUTPUTS, model -> GraphConfig.places(model.graph, model.graph.outputs().all()))
          .ignored("dtype")
          .build(Functional::new);

  private final ModelGraph graph;
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
    this(Settings.DEFAULT, ModelGraph.between(checked(inputs), values(outputs)));
  }

  private Functional(Settings settings, ModelGraph graph) {
    super(settings);
    this.graph = graph;
    List<Layer> all = new ArrayList<>();
    graph.inputs().forEach(input -> all.add(input(input).layer()));
    all.addAll(graph.layers());
    LayerNames.give("functional", all);
    this.layers = LayerOrder.of(graph);
    this.given = ModelInputs.ofGraph(graph.inputTypes());
  }

  private Functional(Config config) {
    this(
        new Settings(config.get(NAME), config.get(TRAINABLE), Settings.DEFAULT.policy(), null),
        GraphConfig.read(config.get(LAYERS), config.get(INPUTS), config.get(OUTPUTS)));
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

  private @Nullable String givenName() {
    return name();
  }

  /// {@return this model with the given name, of the same layers}
  public Functional named(String name) {
    return new Functional(settings().named(name), graph);
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
  public List<Variable> weights() {
    if (!isBuilt()) {
      build();
    }
    return super.weights();
  }

  /// Builds the layers, which happens by itself when the weights are needed.
  public void build() {
    outputTypes(graph.inputTypes());
  }

  @Override
  ModelGraph graph() {
    return graph;
  }

  /// {@return the names of the layers that the outputs come of, in order}
  @Override
  public List<String> outputNames() {
    List<String> names = new ArrayList<>();
    for (Tensor output : graph.outputs().all()) {
      names.add(Symbol.node(output) instanceof ModelNode.OfLayer node ? node.layer().name() : "op");
    }
    return names;
  }

  /// {@return the names of the input layers, in order}
  @Override
  public List<String> inputNames() {
    return graph.inputs().stream().map(input -> input(input).layer().name()).toList();
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

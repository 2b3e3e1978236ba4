package io.gradus.nn.model;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Layers;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Layers one after the other (`keras.Sequential`). With an [InputLayer] first it is built at once,
/// else by the first data it sees.
///
/// ```java
/// var model = new Sequential(new Dense(512, RELU), new Dense(10, SOFTMAX));
/// ```
public final class Sequential extends Model {
  private static final ConfigKey<List<Layer>> LAYERS =
      new ConfigKey<>("layers", new Codec<>(Sequential::readLayers, Sequential::writeLayers));

  // Says nothing that the input layer does not say.
  private static final ConfigKey<@Nullable Object> INPUT_SHAPE =
      new ConfigKey<>(
          "build_input_shape", new Codec<@Nullable Object>(value -> value, value -> value));

  /// The configuration, as Keras writes it.
  public static final Schema<Sequential> SCHEMA =
      Layer.<Sequential>schemaOf("Sequential")
          .required(LAYERS, Sequential::written)
          .extra(INPUT_SHAPE, Sequential::inputShape, null)
          .build(Sequential::new);

  private final @Nullable InputLayer input;
  private final List<Layer> layers;
  private @Nullable ModelGraph graph;

  /// A model of these layers.
  public Sequential(Layer... layers) {
    this(Settings.DEFAULT, List.of(layers));
  }

  private Sequential(Config config) {
    this(settings(config), config.get(LAYERS));
  }

  private Sequential(Settings settings, List<Layer> layers) {
    super(settings);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("sequential: needs at least one layer");
    }
    this.input = layers.getFirst() instanceof InputLayer first ? first : null;
    this.layers = List.copyOf(layers.subList(input == null ? 0 : 1, layers.size()));
    LayerNames.give("sequential", layers);
  }

  private static List<Layer> readLayers(@Nullable Object value) {
    if (!(value instanceof List<?> objects)) {
      throw new IllegalArgumentException("expected a list of layers, got " + value);
    }
    return objects.stream().map(object -> Layers.readInner((Map<?, ?>) object)).toList();
  }

  private static List<Map<String, @Nullable Object>> writeLayers(List<Layer> layers) {
    return layers.stream().map(Layers::writeInner).toList();
  }

  /// {@return the layers as they are written: once the model is built they begin with an input
  /// layer, as in Keras}
  private List<Layer> written() {
    ModelGraph built = graph;
    if (input != null) {
      return all();
    }
    if (built == null) {
      return layers;
    }
    TensorType given = built.inputTypes().getFirst();
    if (given.shape().rank() == 0) {
      return layers;
    }
    List<Layer> all = new ArrayList<>(layers);
    String name = "input_layer";
    while (layers.stream().map(Layer::name).toList().contains(name)) {
      name += "_";
    }
    all.addFirst(
        InputLayer.of(layers.getFirst().policy().compute(), given.shape().from(1).dims())
            .named(name));
    return all;
  }

  private @Nullable Object inputShape() {
    ModelGraph built = graph;
    if (built == null) {
      return null;
    }
    List<@Nullable Long> dims = new ArrayList<>();
    for (long dim : built.inputTypes().getFirst().shape().dims()) {
      dims.add(dim == Shape.UNKNOWN ? null : dim);
    }
    return dims;
  }

  @Override
  protected @Nullable Map<String, @Nullable Object> buildConfig() {
    Object shape = inputShape();
    return shape == null ? null : Map.of("input_shape", shape);
  }

  /// {@return this model with the given name, of the same layers}
  public Sequential named(String name) {
    return new Sequential(settings().named(name), all());
  }

  @Override
  public Schema<Sequential> schema() {
    return SCHEMA;
  }

  /// {@return the layers in order, without the input layer, as Keras counts them}
  @Override
  public List<Layer> layers() {
    return layers;
  }

  /// {@return the input layer that stands first, or null if none says what the model is given}
  public @Nullable InputLayer inputLayer() {
    return input;
  }

  private List<Layer> all() {
    return input == null ? layers : Stream.concat(Stream.of(input), layers.stream()).toList();
  }

  @Override
  @Nullable ModelGraph graph() {
    return graph;
  }

  /// Merges neighbouring [io.gradus.nn.layer.Dense] layers with nothing between them but a linear
  /// activation, for an affine map of an affine map is affine. Returns the smaller model, beside
  /// the difference that random samples show; this model stays as it is, and its other layers are
  /// in both.
  ///
  /// @throws IllegalStateException if the model is not built
  public Collapsed collapse() {
    return Collapsed.of(this);
  }

  /// Builds the model for samples of its input layer's type.
  ///
  /// @throws IllegalStateException if there is no input layer to say what it is given
  public void build() {
    if (input == null) {
      throw new IllegalStateException("build: needs an InputLayer first, or data");
    }
    outputTypes(List.of(input.type()));
  }

  @Override
  void buildIfKnown() {
    if (!isBuilt() && input != null) {
      build();
    }
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    // The batch may have any length, whichever the first one has.
    TensorType type = ofAnyBatch(input == null ? inputs.getFirst() : input.type());
    ModelInputs given = ModelInputs.ofRow(type, input != null);
    given.check(inputs);
    ModelGraph traced = ModelGraph.trace(this::chain, begin(type));
    traced.build(weights);
    graph = traced;
    return (in, call) -> {
      Values fitted = given.fitted(in, call);
      try {
        return traced.run(fitted, call);
      } catch (OperandException e) {
        throw given.explained(e, in);
      }
    };
  }

  private static TensorType ofAnyBatch(TensorType type) {
    Shape shape = type.shape();
    return shape.rank() == 0 ? type : type.withShape(shape.withDim(0, Shape.UNKNOWN));
  }

  // What other models can begin with, too.
  private Tensor begin(TensorType type) {
    if (input != null) {
      return Symbol.input(input);
    }
    return type.shape().rank() == 0 ? Symbol.free(type) : Symbol.input(InputLayer.of(type));
  }

  private Values chain(Values in) {
    Values values = in;
    for (Layer layer : layers) {
      values = layer.call(values, Call.infer().inside(name()));
    }
    return values;
  }
}

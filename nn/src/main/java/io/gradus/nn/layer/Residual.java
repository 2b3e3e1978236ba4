package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Adds to its input what layers, one after the other, make of it: `y = x + f(x)` (He et al. 2015).
/// Where the layers change the shape, a projection brings the input to theirs: `y = p(x) + f(x)`.
/// Not in Keras, where a model of its own says the same with `Add`.
///
/// ```java
/// new Residual(new Dense(64, "relu"), new Dense(64));
/// new Residual(new Dense(32)).projection(new Dense(32).useBias(false));
/// ```
///
/// Shapes: the output has that of the layers' output.
public final class Residual extends Layer {
  private static final ConfigKey<List<Layer>> LAYERS =
      new ConfigKey<>("layers", InnerLayer.SEVERAL);
  private static final ConfigKey<@Nullable Layer> PROJECTION =
      new ConfigKey<>("projection", InnerLayer.CODEC.orNull());

  /// The configuration.
  public static final Schema<Residual> SCHEMA =
      Layer.<Residual>schemaOf("Residual")
          .required(LAYERS, residual -> residual.layers)
          .optional(PROJECTION, residual -> residual.projection, null)
          .build(Residual::new);

  private final List<Layer> layers;
  private final @Nullable Layer projection;

  /// Goes around these layers.
  public Residual(Layer... layers) {
    this(Settings.DEFAULT, List.of(layers), null);
  }

  private Residual(Settings settings, List<Layer> layers, @Nullable Layer projection) {
    super(settings);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("residual: needs at least one layer");
    }
    this.layers = List.copyOf(layers);
    this.projection = projection;
    Map<String, Integer> counts = new HashMap<>();
    layers.forEach(layer -> adopt(layer, counts));
    if (projection != null) {
      adopt(projection, counts);
    }
  }

  private Residual(Config config) {
    this(settings(config), config.get(LAYERS), config.get(PROJECTION));
  }

  private static void adopt(Layer layer, Map<String, Integer> counts) {
    String name = layer.isNamed() ? layer.name() : layer.standardName();
    int count = counts.merge(name, 1, Integer::sum);
    if (layer.isNamed() && count > 1) {
      throw new IllegalArgumentException(
          "residual: names of layers must differ; got " + name + " twice");
    }
    layer.adopt(count == 1 ? name : name + "_" + (count - 1));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Residual named(String name) {
    return new Residual(settings().named(name), layers, projection);
  }

  /// {@return this layer, unbuilt, adding to what another layer makes of the input}
  public Residual projection(Layer changed) {
    return new Residual(settings(), layers, changed);
  }

  @Override
  public Schema<Residual> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  List<Layer> wrapped() {
    return projection == null
        ? layers
        : Stream.concat(layers.stream(), Stream.of(projection)).toList();
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    List<TensorType> types = inputs;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = weights.child("layer_" + i, layers.get(i), types.toArray(TensorType[]::new));
      types = layer.types(types, Call.infer());
    }
    List<TensorType> around = inputs;
    if (projection != null) {
      weights.child("projection", projection, inputs.toArray(TensorType[]::new));
      around = projection.types(inputs, Call.infer());
    }
    if (!around.stream()
        .map(TensorType::shape)
        .toList()
        .equals(types.stream().map(TensorType::shape).toList())) {
      throw new ShapeException(
          "residual: what is added must have one shape; got x=%s, layers=%s"
              .formatted(around.getFirst(), types.getFirst()));
    }
    return (in, call) -> {
      Values inner = in;
      for (Layer layer : layers) {
        inner = layer.call(inner, call);
      }
      Tensor x = projection == null ? in.one() : projection.call(in, call).one();
      return Values.of(x.add(inner.one())).masked(inner.masks());
    };
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Layers one after another as one layer, to prepare data with (`keras.layers.Pipeline`): unlike a
/// [io.gradus.nn.model.Sequential] it is no model.
///
/// ```java
/// var prepare = new Pipeline(new RandomFlip("horizontal"), new RandomRotation(0.1));
/// Tensor augmented = prepare.call(images, Mode.TRAIN);
/// ```
///
/// With [AnnotatedImages] layers on images change what is known of them too; other layers see the
/// images alone.
///
/// Called alone it is in inference, as every layer here; Keras' is in training then.
///
/// Shapes: the output is the last layer's, its mask and types too.
public final class Pipeline extends Layer implements AnnotatedImageLayer {
  private static final ConfigKey<List<Layer>> LAYERS =
      new ConfigKey<>("layers", InnerLayer.SEVERAL);

  /// The configuration, as Keras writes it.
  public static final Schema<Pipeline> SCHEMA =
      Layer.<Pipeline>schemaOfNamed("Pipeline")
          .required(LAYERS, pipeline -> pipeline.layers)
          .build(config -> new Pipeline(named(config), config.get(LAYERS)));

  private final List<Layer> layers;

  /// These layers, in order.
  ///
  /// @throws IllegalArgumentException if there is none
  public Pipeline(Layer... layers) {
    this(Settings.DEFAULT, List.of(layers));
  }

  private Pipeline(Settings settings, List<Layer> layers) {
    super(settings.policy(last(layers).settings().policy()));
    this.layers = List.copyOf(layers);
    adopt(layers);
  }

  private static Layer last(List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("pipeline: needs at least one layer");
    }
    return layers.getLast();
  }

  private static void adopt(List<Layer> layers) {
    Map<String, Integer> counts = new HashMap<>();
    for (Layer layer : layers) {
      if (!layer.isNamed()) {
        layer.adopt(numbered(layer, counts));
      }
    }
  }

  // dense, dense_1, …: also what files call the layers, whatever their names.
  private static String numbered(Layer layer, Map<String, Integer> counts) {
    String name = layer.standardName();
    int before = counts.merge(name, 1, Integer::sum) - 1;
    return before == 0 ? name : name + "_" + before;
  }

  /// {@return this layer, unbuilt, with the given name, of the same layers}
  public Pipeline named(String name) {
    return new Pipeline(settings().named(name), layers);
  }

  /// {@return the layers, in order}
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public AnnotatedImages call(AnnotatedImages in, Call context) {
    Call call = context.inside(name());
    AnnotatedImages known = in;
    for (Layer layer : layers) {
      known =
          layer instanceof AnnotatedImageLayer images
              ? images.call(known, call)
              : known.images(layer.call(Values.of(known.images()), call).one());
    }
    return known;
  }

  @Override
  public Schema<Pipeline> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean castsInputs() {
    return false;
  }

  @Override
  List<Layer> wrapped() {
    return layers;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    List<TensorType> types = inputs;
    Map<String, Integer> counts = new HashMap<>();
    Set<Layer> known = new HashSet<>();
    for (Layer layer : layers) {
      String attribute = "layers/" + numbered(layer, counts);
      if (known.add(layer)) {
        weights.child(attribute, layer, types.toArray(TensorType[]::new));
      }
      types = layer.types(types, Call.infer());
    }
    return (in, call) -> {
      Values values = in.with(Arguments.NONE);
      for (Layer layer : layers) {
        values = layer.call(values, call);
      }
      return values;
    };
  }
}

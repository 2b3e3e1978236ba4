package io.gradus.formats.legacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The configuration of a model as an older Keras wrote it, in the form of Keras 3.
///
/// Every object that it gives is `{"class_name", "config"}` with the keys that the schemas read; a
/// model whose `Sequential` begins with a `Merge` of several becomes a `Functional`.
public final class Architecture {
  static final Set<String> GRAPHS = Set.of("Model", "Functional", "Container", "Network");
  static final String SEQUENTIAL = "Sequential";
  static final String CLASS = "class_name";
  static final String CONFIG = "config";
  static final String LAYERS = "layers";
  static final String NAME = "name";
  private static final String SHARED = "shared_object_id";
  private static final String INPUT = "InputLayer";
  private static final int MOST_DEPTH = 200;
  private static final Set<String> MERGING =
      Set.of("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Concatenate");
  static final Set<String> OVER_TIME =
      Set.of(
          "SimpleRNN",
          "LSTM",
          "GRU",
          "RNN",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D",
          "TimeDistributed");
  private static final List<String> PARTS = List.of("layer", "backward_layer", "cell");

  private final Writer writer;
  private final boolean masked;
  private final boolean channelsFirst;
  private int scopes;
  private int scope;

  private Architecture(Writer writer, Map<?, ?> model) {
    this.writer = writer;
    this.masked = masks(model, 0);
    Set<Object> orderings = new HashSet<>();
    orderings(model, orderings);
    // Padding, cropping and upsampling of Keras 1 do not say it: theirs is that of the others.
    this.channelsFirst = orderings.equals(Set.of("th"));
  }

  /// {@return a model in the form of Keras 3}
  ///
  /// @param model `{"class_name", "config"}`
  /// @param writer who wrote it
  /// @param groups the names of the groups of weights, which are the layers' where Keras 1 gives
  ///   them none; empty if there are none
  /// @throws IllegalArgumentException if a part of it is gone or is not known, naming layer and key
  public static Map<String, @Nullable Object> upgrade(
      Map<?, ?> model, Writer writer, List<String> groups) {
    Architecture architecture = new Architecture(writer, model);
    return architecture.layer(
        model.get(CONFIG) instanceof List<?> layers ? named(model, layers, groups) : model);
  }

  // Whether a layer gives a mask.
  /// {@return whether there are masks in a model: of a layer, or given to a call}
  static boolean masks(@Nullable Object value, int depth) {
    if (depth > MOST_DEPTH) {
      throw new IllegalArgumentException("layers within layers beyond measure");
    }
    return switch (value) {
      case List<?> list -> list.stream().anyMatch(part -> masks(part, depth + 1));
      case Map<?, ?> map ->
          "Masking".equals(map.get(CLASS))
              || Boolean.TRUE.equals(map.get("mask_zero"))
              || map.get("mask") != null
              || map.values().stream().anyMatch(part -> masks(part, depth + 1));
      case null, default -> false;
    };
  }

  private static void orderings(@Nullable Object value, Set<Object> into) {
    if (value instanceof List<?> list) {
      list.forEach(part -> orderings(part, into));
    } else if (value instanceof Map<?, ?> map) {
      if (map.get("dim_ordering") instanceof String ordering) {
        into.add(ordering);
      }
      map.values().forEach(part -> orderings(part, into));
    }
  }

  // Counted from the end: what a leading Merge holds has groups of its own before.
  private static Map<String, @Nullable Object> named(
      Map<?, ?> model, List<?> layers, List<String> groups) {
    List<@Nullable Object> all = new ArrayList<>(layers);
    int shift = groups.size() - all.size();
    for (int i = 0; i < all.size(); i++) {
      boolean isModel =
          all.get(i) instanceof Map<?, ?> layer
              && layer.get(CONFIG) instanceof List<?>
              && !layer.containsKey(NAME);
      if (isModel && i + shift >= 0 && all.get(i) instanceof Map<?, ?> layer) {
        Map<String, @Nullable Object> changed = Parts.copy(layer);
        changed.put(NAME, groups.get(i + shift));
        all.set(i, changed);
      }
    }
    Map<String, @Nullable Object> changed = Parts.copy(model);
    changed.put(CONFIG, all);
    return changed;
  }

  /// {@return a layer or model in the form of Keras 3, with its shared id if it has one}
  Map<String, @Nullable Object> layer(Map<?, ?> written) {
    String className = className(written);
    Map<String, @Nullable Object> object;
    if (className.equals(SEQUENTIAL)) {
      object = sequential(written);
    } else if (GRAPHS.contains(className)) {
      object = graph(written);
    } else {
      object = plain(className, written);
    }
    Object id = written.get(SHARED);
    if (id != null && scope > 0) {
      object.put(SHARED, scope + "/" + id);
    }
    return object;
  }

  static String className(Map<?, ?> written) {
    if (!(written.get(CLASS) instanceof String name)) {
      throw new IllegalArgumentException("a layer has no class_name");
    }
    return name.startsWith("Custom>") ? name.substring("Custom>".length()) : name;
  }

  /// {@return a list with each element changed; elements may be null}
  static List<@Nullable Object> mapped(List<?> list, UnaryOperator<@Nullable Object> change) {
    List<@Nullable Object> changed = new ArrayList<>(list.size());
    list.forEach(element -> changed.add(change.apply(element)));
    return changed;
  }

  static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("expected an object, got " + value);
  }

  static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("expected a list, got " + value);
  }

  private Map<String, @Nullable Object> plain(String className, Map<?, ?> written) {
    OldLayer layer = old(className, written);
    if (className.equals("Merge")) {
      return merging(MergeLayer.of(layer));
    }
    if (className.equals(INPUT)) {
      return input(layer);
    }
    for (String part : PARTS) {
      if (layer.get(part) instanceof Map<?, ?> inner) {
        layer.put(part, layer(inner));
      }
    }
    if (layer.get("cells") instanceof List<?> cells) {
      layer.put("cells", cells.stream().map(cell -> layer(map(cell))).toList());
    }
    if (writer.isKeras1()) {
      if (channelsFirst && className.matches("(UpSampling|ZeroPadding|Cropping)[23]D")) {
        layer.standard("dim_ordering", "th");
      }
      Keras1Layers.upgrade(layer);
    }
    if (masked && OVER_TIME.contains(className)) {
      layer.put("passes_mask", true);
    }
    Keras2Layers.upgrade(layer, writer);
    return merging(layer.written());
  }

  // Masks are joined otherwise than in Keras 3, if there are any.
  private Map<String, @Nullable Object> merging(Map<String, @Nullable Object> layer) {
    if (!masked || !MERGING.contains(String.valueOf(layer.get(CLASS)))) {
      return layer;
    }
    OldLayer outer = new OldLayer("UnanimousMerge", Map.of());
    if (map(layer.get(CONFIG)).get(NAME) instanceof String name) {
      outer.put(NAME, name);
    }
    return outer.put("layer", layer).written();
  }

  static OldLayer old(String className, Map<?, ?> written) {
    OldLayer layer = new OldLayer(className, map(written.get(CONFIG)));
    if (written.get(NAME) instanceof String name) {
      layer.standard(NAME, name);
    }
    return layer;
  }

  private static Map<String, @Nullable Object> input(OldLayer layer) {
    layer.rename("input_dtype", "dtype").rename("batch_input_shape", "batch_shape");
    String dtype = Parts.dtype(layer.take("dtype"));
    layer.dropIf("type_spec", (Object) null);
    return layer.put("dtype", dtype == null ? "float32" : dtype).written();
  }

  /// {@return an input layer for what a layer, or the first one inside it, says of its input; null
  /// if it says nothing}
  static @Nullable Map<String, @Nullable Object> inputOf(Map<?, ?> written) {
    String className = className(written);
    Object config = written.get(CONFIG);
    if (className.equals(SEQUENTIAL)) {
      Object layers = config instanceof Map<?, ?> map ? map.get(LAYERS) : config;
      boolean some = layers instanceof List<?> list && !list.isEmpty();
      return some ? inputOf(map(list(layers).getFirst())) : null;
    }
    Map<?, ?> settings = map(config);
    if (GRAPHS.contains(className)) {
      List<Map<String, @Nullable Object>> inputs = inputsOf(settings);
      return inputs.size() == 1 ? inputs.getFirst() : null;
    }
    Object shape = settings.get("batch_input_shape");
    if (shape == null) {
      shape = settings.get("batch_shape");
    }
    if (shape == null) {
      return settings.get("layer") instanceof Map<?, ?> inner ? inputOf(inner) : null;
    }
    String name = String.valueOf(settings.get(NAME));
    OldLayer input = new OldLayer(INPUT, Map.of());
    input.put(NAME, className.equals(INPUT) ? name : name + "_input");
    input.put("batch_shape", new OldLayer("", Map.of("shape", shape)).get("shape"));
    Object dtype =
        settings.containsKey("input_dtype") ? settings.get("input_dtype") : settings.get("dtype");
    String type = Parts.dtype(dtype);
    input.put("dtype", type == null || type.startsWith("mixed_") ? "float32" : type);
    return input.written();
  }

  /// {@return the input layers of a functional model, in the order of its inputs}
  static List<Map<String, @Nullable Object>> inputsOf(Map<?, ?> graph) {
    Map<Object, Map<?, ?>> layers = new HashMap<>();
    for (Object layer : list(graph.get(LAYERS))) {
      layers.put(map(layer).get(NAME), map(layer));
    }
    List<Map<String, @Nullable Object>> inputs = new ArrayList<>();
    for (List<?> place : Nodes.places(graph.get("input_layers"))) {
      Map<?, ?> layer = layers.get(place.getFirst());
      Map<String, @Nullable Object> input = layer == null ? null : inputOf(layer);
      if (input == null) {
        throw new IllegalArgumentException("input " + place + " is no input layer");
      }
      inputs.add(input);
    }
    return inputs;
  }

  private Map<String, @Nullable Object> sequential(Map<?, ?> written) {
    Object config = written.get(CONFIG);
    Map<?, ?> settings = config instanceof Map<?, ?> map ? map : Map.of();
    List<?> layers = list(config instanceof Map<?, ?> map ? map.get(LAYERS) : config);
    Object name = settings.containsKey(NAME) ? settings.get(NAME) : written.get(NAME);
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    if (name != null) {
      changed.put(NAME, name);
    }
    if (settings.containsKey("trainable")) {
      changed.put("trainable", settings.get("trainable"));
    }
    if (!layers.isEmpty() && Towers.begin(map(layers.getFirst()))) {
      changed.putAll(new Towers(this).graph(layers));
      return object("Functional", changed);
    }
    List<Map<String, @Nullable Object>> upgraded = new ArrayList<>();
    for (Object layer : layers) {
      upgraded.add(layer(map(layer)));
    }
    if (!upgraded.isEmpty() && !INPUT.equals(upgraded.getFirst().get(CLASS))) {
      Map<String, @Nullable Object> input = inputOf(map(layers.getFirst()));
      if (input == null && settings.get("build_input_shape") instanceof List<?> shape) {
        OldLayer first = new OldLayer(INPUT, Map.of("batch_shape", shape, "dtype", "float32"));
        input = first.written();
      }
      if (input != null) {
        upgraded.addFirst(input);
      }
    }
    changed.put(LAYERS, upgraded);
    return object(SEQUENTIAL, changed);
  }

  private Map<String, @Nullable Object> graph(Map<?, ?> written) {
    Map<?, ?> config = map(written.get(CONFIG));
    // The ids of shared layers are those of the outermost model.
    boolean outermost = scope == 0;
    if (outermost) {
      scope = ++scopes;
    }
    Nodes nodes = new Nodes(list(config.get(LAYERS)));
    List<Map<String, @Nullable Object>> layers = new ArrayList<>();
    for (Object each : list(config.get(LAYERS))) {
      Map<?, ?> entry = map(each);
      if (TensorFlowOps.CLASSES.contains(className(entry))) {
        layers.add(TensorFlowOps.operation(entry, nodes));
      } else {
        layers.addAll(nodes.called(entry, layer(entry)));
      }
    }
    if (outermost) {
      scope = 0;
    }
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    Object name = config.containsKey(NAME) ? config.get(NAME) : written.get(NAME);
    if (name != null) {
      changed.put(NAME, name);
    }
    if (config.containsKey("trainable")) {
      changed.put("trainable", config.get("trainable"));
    }
    changed.put(LAYERS, layers);
    changed.put("input_layers", nodes.moved(config.get("input_layers")));
    changed.put("output_layers", nodes.moved(config.get("output_layers")));
    return object("Functional", changed);
  }

  static Map<String, @Nullable Object> object(
      String className, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(CLASS, className);
    object.put(CONFIG, config);
    return object;
  }
}

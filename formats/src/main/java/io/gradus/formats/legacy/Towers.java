package io.gradus.formats.legacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A `Sequential` of Keras 1 that begins with several inputs, by a `Merge` of other models at its
/// head, as the functional model that it is: the layers of those models, which have no weights as
/// models, and then its own.
final class Towers {
  private final Architecture architecture;
  private final List<Map<String, @Nullable Object>> layers = new ArrayList<>();
  private final List<List<Object>> inputs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  Towers(Architecture architecture) {
    this.architecture = architecture;
  }

  /// {@return whether a model that begins with this layer has several inputs}
  static boolean begin(Map<?, ?> first) {
    String className = Architecture.className(first);
    if (className.equals("Merge")) {
      return true;
    }
    Object config = first.get(Architecture.CONFIG);
    if (className.equals(Architecture.SEQUENTIAL)) {
      Object inner = config instanceof Map<?, ?> map ? map.get(Architecture.LAYERS) : config;
      return inner instanceof List<?> list
          && !list.isEmpty()
          && begin(Architecture.map(list.getFirst()));
    }
    return Architecture.GRAPHS.contains(className)
        && Nodes.places(Architecture.map(config).get("input_layers")).size() > 1;
  }

  /// {@return the keys of the functional model}
  Map<String, @Nullable Object> graph(List<?> sequence) {
    String last = sequence(sequence);
    Map<String, @Nullable Object> graph = new LinkedHashMap<>();
    graph.put(Architecture.LAYERS, layers);
    graph.put("input_layers", inputs);
    graph.put("output_layers", List.of(List.of(last, 0, 0)));
    return graph;
  }

  /// Adds layers, one after the other; returns the name of the last.
  private String sequence(List<?> sequence) {
    Map<?, ?> first = Architecture.map(sequence.getFirst());
    String at = first(first);
    for (Object layer : sequence.subList(1, sequence.size())) {
      at = add(Architecture.map(layer), List.of(at));
    }
    return at;
  }

  private String first(Map<?, ?> layer) {
    String className = Architecture.className(layer);
    Object config = layer.get(Architecture.CONFIG);
    if (className.equals("Merge")) {
      List<String> towers = new ArrayList<>();
      for (Object tower : Architecture.list(Architecture.map(config).get(Architecture.LAYERS))) {
        towers.add(tower(Architecture.map(tower)));
      }
      return add(layer, towers);
    }
    if (className.equals("InputLayer")) {
      return input(Architecture.inputOf(layer), layer);
    }
    if (Architecture.GRAPHS.contains(className)) {
      List<String> given = new ArrayList<>();
      for (Map<String, @Nullable Object> input : Architecture.inputsOf(Architecture.map(config))) {
        given.add(input(input, layer));
      }
      return add(layer, given);
    }
    if (begin(layer)) {
      // Weights of a model inside are in one group: it stays a model.
      Map<String, @Nullable Object> inner = architecture.layer(layer);
      List<String> given = new ArrayList<>();
      for (Map<String, @Nullable Object> input :
          Architecture.inputsOf(Architecture.map(inner.get(Architecture.CONFIG)))) {
        given.add(input(input, layer));
      }
      return place(inner, given);
    }
    return add(layer, List.of(input(Architecture.inputOf(layer), layer)));
  }

  private String tower(Map<?, ?> tower) {
    if (Architecture.className(tower).equals(Architecture.SEQUENTIAL)) {
      Object config = tower.get(Architecture.CONFIG);
      return sequence(
          Architecture.list(
              config instanceof Map<?, ?> map ? map.get(Architecture.LAYERS) : config));
    }
    return first(tower);
  }

  private String input(@Nullable Map<String, @Nullable Object> input, Map<?, ?> of) {
    if (input == null) {
      throw new IllegalArgumentException(
          "%s: a model begins with it, and it does not say what it is given"
              .formatted(Architecture.old(Architecture.className(of), of)));
    }
    String name = place(input, List.of());
    inputs.add(List.of(name, 0, 0));
    return name;
  }

  private String add(Map<?, ?> layer, List<String> given) {
    return place(architecture.layer(layer), given);
  }

  private String place(Map<String, @Nullable Object> layer, List<String> given) {
    OldLayer named = Architecture.old(Architecture.className(layer), layer);
    String wanted = named.name() == null ? layer.get(Architecture.CLASS) + "" : named.name();
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    layer.put(Architecture.CONFIG, named.put(Architecture.NAME, name).config());
    List<Object> tensors = new ArrayList<>();
    given.forEach(each -> tensors.add(Nodes.tensor(List.of(each, 0, 0))));
    List<?> calls =
        given.isEmpty()
            ? List.of()
            : List.of(Nodes.call(tensors.size() == 1 ? tensors : List.of(tensors), Map.of()));
    layers.addAll(Nodes.called(name, layer, calls));
    return name;
  }
}

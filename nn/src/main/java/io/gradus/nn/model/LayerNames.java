package io.gradus.nn.model;

import io.gradus.nn.layer.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of the layers of one model.
final class LayerNames {
  private LayerNames() {}

  /// Names the layers that have no name yet: `dense`, `dense_1`, …
  ///
  /// @param kind the kind of model, for the message
  /// @throws IllegalArgumentException if two layers have the same name
  static void give(String kind, List<Layer> layers) {
    Map<String, Integer> counts = new HashMap<>();
    Set<String> taken = new HashSet<>();
    layers.stream().filter(Layer::isNamed).map(Layer::name).forEach(taken::add);
    for (Layer layer : layers) {
      if (!layer.isNamed()) {
        layer.adopt(numbered(layer, taken, counts));
      }
    }
    List<String> names = layers.stream().map(Layer::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(kind + ": layer names must differ; got " + names);
    }
  }

  // The first name that no layer has.
  private static String numbered(Layer layer, Set<String> taken, Map<String, Integer> counts) {
    String name;
    do {
      int count = counts.merge(layer.standardName(), 1, Integer::sum);
      name = layer.standardName() + (count == 1 ? "" : "_" + (count - 1));
    } while (!taken.add(name));
    return name;
  }
}

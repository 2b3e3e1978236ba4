package io.gradus.formats;

import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.StoredWeight;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.preprocessing.IntegerLookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where Keras' weight files have the weights of a model: `layers/dense_1/vars/0` for the first
/// weight of the second dense layer, whatever its name, and `layers/lstm/cell/vars/0` for that of
/// the layer that the first LSTM has as `cell`.
final class WeightPlaces {
  private final Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Place> places = new ArrayList<>();

  /// The group that holds a layer's own weights.
  ///
  /// @param path the layer's group; empty for the model
  /// @param layer the layer
  /// @param weights its own weights, in the order of the file
  record Place(String path, Layer layer, List<StoredWeight> weights) {
    /// {@return the group of the weights}
    String vars() {
      return path.isEmpty() ? "vars" : path + "/vars";
    }

    /// {@return what Keras keeps as `idf_weights` of a lookup in mode `tf_idf`, else null}
    double @Nullable [] idfWeights() {
      return layer instanceof IntegerLookup lookup ? lookup.idfWeights() : null;
    }
  }

  private WeightPlaces() {}

  /// {@return the places in the model, in the order in which Keras writes them}
  static List<Place> of(Model model) {
    WeightPlaces places = new WeightPlaces();
    places.visit("", model);
    return places.places;
  }

  private void visit(String path, Layer layer) {
    // Shared layers are where they are met first.
    if (!seen.add(layer)) {
      return;
    }
    places.add(new Place(path, layer, layer.storedWeights()));
    String prefix = path.isEmpty() ? "" : path + "/";
    switch (layer) {
      case Sequential model ->
          several(
              prefix + "layers",
              model.layers().stream().filter(part -> !(part instanceof InputLayer)).toList());
      case Functional model -> several(prefix + "layers", model.layers());
      default ->
          layer.children().entrySet().stream()
              .sorted(Comparator.comparing(child -> sortKey(child.getKey())))
              .forEach(child -> visit(prefix + child.getKey(), child.getValue()));
    }
  }

  /// Visits layers that are in a list; they are counted by class.
  private void several(String path, Collection<Layer> layers) {
    Map<String, Integer> counts = new HashMap<>();
    for (Layer layer : layers) {
      int count = counts.merge(layer.standardName(), 1, Integer::sum);
      String number = count == 1 ? "" : "_" + (count - 1);
      visit(path + "/" + layer.standardName() + number, layer);
    }
  }

  // Private attributes come last.
  private static String sortKey(String attribute) {
    return attribute.startsWith("_") ? "~" + attribute : attribute;
  }
}

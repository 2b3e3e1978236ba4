package io.gradus.formats;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.StoredWeight;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.preprocessing.IntegerLookup;
import java.io.IOException;
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

  /// The names of groups.
  interface Names {
    /// {@return the name of the group that holds the layers of a model}
    ///
    /// @param model the group of the model; empty for the outermost
    String layers(String model) throws IOException;

    /// {@return the name of the group of a layer among others}
    ///
    /// @param group the group that holds the layers
    /// @param name what Keras names the layer after
    /// @param number how many layers of this name come before
    String layer(String group, String name, int number) throws IOException;
  }

  /// The names of Keras 3.
  static final Names CURRENT =
      new Names() {
        @Override
        public String layers(String model) {
          return "layers";
        }

        @Override
        public String layer(String group, String name, int number) {
          return number == 0 ? name : name + "_" + number;
        }
      };

  private final Names names;

  private WeightPlaces(Names names) {
    this.names = names;
  }

  /// {@return the places in the model, in the order in which Keras writes them}
  static List<Place> of(Model model) {
    try {
      return of(model, CURRENT);
    } catch (IOException e) {
      throw new AssertionError("these names are read from no file", e);
    }
  }

  /// {@return the places in the model, under other names}
  static List<Place> of(Model model, Names names) throws IOException {
    WeightPlaces places = new WeightPlaces(names);
    places.visit("", model);
    return places.places;
  }

  private void visit(String path, Layer layer) throws IOException {
    // Shared layers are where they are met first.
    if (!seen.add(layer)) {
      return;
    }
    places.add(new Place(path, layer, layer.storedWeights()));
    String prefix = path.isEmpty() ? "" : path + "/";
    switch (layer) {
      case Sequential model -> several(prefix + names.layers(path), model.layers());
      case Functional model -> several(prefix + names.layers(path), model.layers());
      default -> {
        List<Map.Entry<String, Layer>> children = new ArrayList<>(layer.children().entrySet());
        children.sort(Comparator.comparing(child -> sortKey(child.getKey())));
        for (Map.Entry<String, Layer> child : children) {
          visit(prefix + child.getKey(), child.getValue());
        }
      }
    }
  }

  /// Visits layers that are in a list; they are counted by class.
  private void several(String path, Collection<Layer> layers) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (Layer layer : layers) {
      int count = counts.merge(layer.standardName(), 1, Integer::sum);
      visit(path + "/" + names.layer(path, layer.standardName(), count - 1), layer);
    }
  }

  // Private attributes come last.
  private static String sortKey(String attribute) {
    return attribute.startsWith("_") ? "~" + attribute : attribute;
  }
}

package io.gradus.nn.model;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Layers;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model graph as Keras writes it: each layer with its calls, and in each call the tensors as
/// `[layer, call, output]`.
final class GraphConfig {
  /// An output of a call.
  private record Place(String layer, int call, int output) {
    static Place of(Object value) {
      if (value instanceof List<?> parts
          && parts.size() == 3
          && parts.get(1) instanceof Number call
          && parts.get(2) instanceof Number output) {
        return new Place(String.valueOf(parts.get(0)), call.intValue(), output.intValue());
      }
      throw new IllegalArgumentException("expected [layer, call, output], got " + value);
    }

    List<Object> written() {
      return List.of(layer, call, output);
    }
  }

  /// A call that is still to be made.
  private record Pending(Layer layer, int number, Map<?, ?> written) {}

  private final Map<Place, Tensor> tensors = new HashMap<>();

  private GraphConfig() {}

  /// {@return the graph in a configuration}
  ///
  /// @throws IllegalArgumentException if it is none
  static ModelGraph read(Object layers, Object inputs, Object outputs) {
    GraphConfig config = new GraphConfig();
    Deque<Pending> pending = new ArrayDeque<>();
    for (Object layer : list(layers)) {
      config.add(map(layer), pending);
    }
    // Calls may come before those that they need.
    int waiting = 0;
    while (!pending.isEmpty()) {
      Pending next = pending.remove();
      if (config.call(next)) {
        waiting = 0;
      } else {
        pending.add(next);
        if (++waiting >= pending.size()) {
          throw new IllegalArgumentException(
              "call %d of layer \"%s\" needs a tensor that no call gives"
                  .formatted(next.number, next.layer.name()));
        }
      }
    }
    return ModelGraph.between(config.tensors(inputs), new Values(config.tensors(outputs)));
  }

  private void add(Map<?, ?> written, Deque<Pending> pending) {
    Layer layer = Layers.readInner(written);
    if (written.get("name") instanceof String name) {
      layer.adopt(name);
    }
    if (layer instanceof InputLayer input) {
      tensors.put(new Place(layer.name(), 0, 0), Input.of(input));
      return;
    }
    List<?> calls = list(written.get("inbound_nodes"));
    for (int i = 0; i < calls.size(); i++) {
      pending.add(new Pending(layer, i, map(calls.get(i))));
    }
  }

  private List<Tensor> tensors(Object places) {
    // One alone is not in a list.
    List<?> all = list(places);
    List<?> listed = !all.isEmpty() && all.getFirst() instanceof String ? List.of(all) : all;
    List<Tensor> found = new ArrayList<>();
    for (Object place : listed) {
      Tensor tensor = tensors.get(Place.of(place));
      if (tensor == null) {
        throw new IllegalArgumentException("there is no tensor " + place);
      }
      found.add(tensor);
    }
    return found;
  }

  /// Makes a call; returns false if it needs a tensor that is not there yet.
  private boolean call(Pending pending) {
    List<@Nullable Tensor> in = new ArrayList<>();
    collect(list(pending.written.get("args")), in);
    List<@Nullable Tensor> masks = new ArrayList<>();
    Arguments arguments = Arguments.NONE;
    for (Map.Entry<?, ?> argument : map(pending.written.get("kwargs")).entrySet()) {
      String name = String.valueOf(argument.getKey());
      Object value = argument.getValue();
      List<@Nullable Tensor> several = new ArrayList<>();
      collect(Collections.singletonList(value), several);
      switch (name) {
        case "inputs", "query", "value", "key" -> in.addAll(several);
        case "mask", "query_mask", "value_mask", "key_mask" -> masks.addAll(several);
        case "training" -> noTraining(value);
        default -> arguments = with(arguments, name, value, several);
      }
      if (several.contains(null)) {
        return false;
      }
    }
    if (in.contains(null)) {
      return false;
    }
    Values values = new Values(in.stream().map(GraphConfig::there).toList()).with(arguments);
    if (!masks.isEmpty()) {
      if (masks.size() < in.size()) {
        masks.addAll(Collections.nCopies(in.size() - masks.size(), null));
      }
      values = values.masked(masks);
    }
    List<Tensor> out = pending.layer.call(values, Call.infer()).all();
    for (int i = 0; i < out.size(); i++) {
      tensors.put(new Place(pending.layer.name(), pending.number, i), out.get(i));
    }
    return true;
  }

  private static Tensor there(@Nullable Tensor tensor) {
    if (tensor == null) {
      throw new AssertionError("a tensor is missing");
    }
    return tensor;
  }

  private static void noTraining(@Nullable Object value) {
    if (value != null) {
      throw new UnsupportedConfigException(
          "Functional: training = %s in a call is not supported yet".formatted(value));
    }
  }

  private static Arguments with(
      Arguments arguments, String name, @Nullable Object value, List<@Nullable Tensor> tensors) {
    if (value == null || tensors.contains(null)) {
      return arguments;
    }
    if (value instanceof Boolean flag) {
      return arguments.with(name, flag);
    }
    if (tensors.isEmpty()) {
      throw new UnsupportedConfigException(
          "Functional: %s = %s in a call is not supported yet".formatted(name, value));
    }
    List<Tensor> all = tensors.stream().map(GraphConfig::there).toList();
    return value instanceof List<?>
        ? arguments.with(name, all)
        : arguments.with(name, all.getFirst());
  }

  /// Collects the tensors in a list of arguments; null for one that is not there yet.
  private void collect(List<?> arguments, List<@Nullable Tensor> into) {
    for (Object argument : arguments) {
      if (argument instanceof List<?> several) {
        collect(several, into);
      } else if (argument instanceof Map<?, ?> tensor
          && "__keras_tensor__".equals(tensor.get("class_name"))) {
        Object history = map(tensor.get("config")).get("keras_history");
        if (history == null) {
          throw new IllegalArgumentException("a tensor has no keras_history");
        }
        into.add(tensors.get(Place.of(history)));
      }
    }
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("expected a list, got " + value);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("expected an object, got " + value);
  }

  /// {@return the layers as Keras writes them, each with its calls}
  ///
  /// @throws IllegalArgumentException if there is an operation between the layers, which Keras
  ///   could not read
  static List<Map<String, @Nullable Object>> layers(ModelGraph graph, List<Layer> layers) {
    Map<Tensor, Place> places = places(graph);
    Map<Layer, List<Map<String, Object>>> calls = new LinkedHashMap<>();
    layers.forEach(layer -> calls.put(layer, new ArrayList<>()));
    for (ModelNode node : graph.nodes()) {
      switch (node) {
        case ModelNode.OfLayer(Layer layer, Values in, _) ->
            calls.computeIfAbsent(layer, _ -> new ArrayList<>()).add(call(layer, in, places));
        case ModelNode.OfOp(var op, _, _) ->
            throw new IllegalArgumentException(
                "functional: a model with an operation between its layers has no configuration;"
                    + " use a layer in place of "
                    + op.name());
      }
    }
    List<Map<String, @Nullable Object>> written = new ArrayList<>();
    calls.forEach((layer, nodes) -> {
      Map<String, @Nullable Object> object = Layers.writeInner(layer);
      object.put("name", layer.name());
      object.put("inbound_nodes", nodes);
      written.add(object);
    });
    return written;
  }

  /// {@return where these tensors of a graph come from, as Keras writes it}
  static List<List<Object>> places(ModelGraph graph, List<Tensor> tensors) {
    Map<Tensor, Place> places = places(graph);
    return tensors.stream().map(tensor -> place(places, tensor).written()).toList();
  }

  private static Map<Tensor, Place> places(ModelGraph graph) {
    Map<Tensor, Place> places = new IdentityHashMap<>();
    for (Tensor input : graph.inputs()) {
      if (Symbol.node(input) instanceof ModelNode.OfLayer node) {
        places.put(input, new Place(node.layer().name(), 0, 0));
      }
    }
    Map<Layer, Integer> counts = new IdentityHashMap<>();
    for (ModelNode node : graph.nodes()) {
      if (node instanceof ModelNode.OfLayer call) {
        int number = counts.merge(call.layer(), 1, Integer::sum) - 1;
        for (int i = 0; i < call.out().all().size(); i++) {
          places.put(call.out().all().get(i), new Place(call.layer().name(), number, i));
        }
      }
    }
    return places;
  }

  private static Place place(Map<Tensor, Place> places, Tensor tensor) {
    Place place = places.get(tensor);
    if (place == null) {
      throw new IllegalArgumentException(
          "functional: a call with a constant has no configuration; got " + tensor.type());
    }
    return place;
  }

  private static Map<String, Object> call(Layer layer, Values in, Map<Tensor, Place> places) {
    List<Object> inputs = new ArrayList<>();
    in.all().forEach(tensor -> inputs.add(written(tensor, places)));
    boolean oneList = inputs.size() > 1 && !layer.takesInputsApart();
    Map<String, Object> kwargs = new LinkedHashMap<>();
    if (in.isMasked()) {
      List<@Nullable Object> masks = new ArrayList<>();
      in.masks().forEach(mask -> masks.add(mask == null ? null : written(mask, places)));
      kwargs.put("mask", masks.size() == 1 ? masks.getFirst() : masks);
    }
    in.arguments().values().forEach((name, value) -> kwargs.put(name, argument(value, places)));
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("args", oneList ? List.of(inputs) : inputs);
    call.put("kwargs", kwargs);
    return call;
  }

  private static Object argument(Object value, Map<Tensor, Place> places) {
    return switch (value) {
      case Tensor tensor -> written(tensor, places);
      case List<?> tensors ->
          tensors.stream().map(tensor -> written((Tensor) tensor, places)).toList();
      default -> value;
    };
  }

  private static Object written(Tensor tensor, Map<Tensor, Place> places) {
    Shape shape = tensor.shape();
    List<@Nullable Long> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.add(shape.isKnown(axis) ? shape.dim(axis) : null);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("shape", dims);
    config.put("dtype", tensor.dtype().toString());
    config.put("keras_history", place(places, tensor).written());
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("class_name", "__keras_tensor__");
    written.put("config", config);
    return written;
  }
}

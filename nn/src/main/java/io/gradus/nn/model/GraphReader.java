package io.gradus.nn.model;

import io.gradus.nn.config.KerasModule;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Layers;
import io.gradus.nn.layer.Values;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a model graph as Keras writes it, see [GraphConfig].
final class GraphReader {
  /// A graph with the arrangement of its inputs and outputs.
  record Read(ModelGraph graph, Structure inputs, Structure outputs) {}

  /// A call that is still to be made.
  private static final class Pending {
    private final Object caller;
    private final String name;
    private final int number;
    private final Map<?, ?> written;
    // How many of its tensors are not there yet.
    private int missing;

    /// @param caller the layer or operation
    Pending(Object caller, String name, int number, Map<?, ?> written) {
      this.caller = caller;
      this.name = name;
      this.number = number;
      this.written = written;
    }
  }

  // In place of tensors that are not there yet.
  private static final Tensor NONE = Tensor.of(0f);

  private final Map<String, Object> callers = new HashMap<>();
  private final Map<Place, Tensor> tensors = new HashMap<>();
  private final Map<Place, List<Pending>> waiting = new LinkedHashMap<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  private GraphReader() {}

  /// {@return the graph in a configuration}
  ///
  /// @throws IllegalArgumentException if it is none
  static Read read(Object layers, Object inputs, Object outputs) {
    GraphReader config = new GraphReader();
    for (Object layer : list(layers)) {
      config.add(map(layer));
    }
    while (!config.pending.isEmpty()) {
      config.call(config.pending.remove());
    }
    for (List<Pending> left : config.waiting.values()) {
      throw new IllegalArgumentException(
          "call %d of layer \"%s\" needs a tensor that no call gives"
              .formatted(left.getFirst().number, left.getFirst().name));
    }
    Structure in = Structure.of(inputs);
    Structure out = Structure.of(outputs);
    return new Read(
        ModelGraph.between(config.tensors(in, inputs), new Values(config.tensors(out, outputs))),
        in,
        out);
  }

  private void add(Map<?, ?> written) {
    Object caller;
    String name;
    if (KerasModule.isOfOperations(written.get("module"))) {
      KerasOperation operation = KerasOperation.read(written);
      caller = operation;
      name = String.valueOf(operation.name());
    } else {
      Layer layer = Layers.readInner(written);
      if (written.get("name") instanceof String given) {
        layer.adopt(given);
      }
      caller = layer;
      name = layer.name();
    }
    if (callers.put(name, caller) != null) {
      throw new IllegalArgumentException("two layers are called \"%s\"".formatted(name));
    }
    if (caller instanceof InputLayer input) {
      tensors.put(new Place(name, 0, 0), Input.of(input));
      return;
    }
    List<?> calls = list(written.get("inbound_nodes"));
    for (int i = 0; i < calls.size(); i++) {
      pending.add(new Pending(caller, name, i, map(calls.get(i))));
    }
  }

  private List<Tensor> tensors(Structure structure, Object places) {
    List<Tensor> found = new ArrayList<>();
    for (Object value : structure.flatten(places)) {
      Place place = Place.of(value == null ? "null" : value);
      // A nested functional model's own making is its call 0 here.
      boolean nested = callers.get(place.caller()) instanceof Functional;
      Tensor tensor =
          tensors.get(nested ? new Place(place.caller(), place.call() - 1, place.output()) : place);
      if (tensor == null) {
        throw new IllegalArgumentException("there is no tensor " + place.written());
      }
      found.add(tensor);
    }
    return found;
  }

  /// Makes a call, or notes which tensors it waits for: calls may come before those that they need.
  private void call(Pending call) {
    Set<Place> missing = new LinkedHashSet<>();
    NodeArguments arguments = arguments(call.written, missing);
    call.missing = missing.size();
    missing.forEach(place -> waiting.computeIfAbsent(place, _ -> new ArrayList<>()).add(call));
    if (!missing.isEmpty()) {
      return;
    }
    List<Tensor> out =
        switch (call.caller) {
          case KerasOperation operation -> Symbol.call(operation, arguments);
          case Layer layer -> layer.call(LayerCall.read(layer, arguments), Call.infer()).all();
          default -> throw new IllegalStateException("no layer: " + call.caller);
        };
    for (int i = 0; i < out.size(); i++) {
      Place place = new Place(call.name, call.number, i);
      tensors.put(place, out.get(i));
      for (Pending other : Objects.requireNonNullElse(waiting.remove(place), List.<Pending>of())) {
        if (--other.missing == 0) {
          pending.add(other);
        }
      }
    }
  }

  private NodeArguments arguments(Map<?, ?> written, Set<Place> missing) {
    Function<Place, Tensor> given =
        place -> {
          Tensor tensor = tensors.get(place);
          if (tensor == null) {
            missing.add(place);
          }
          return tensor == null ? NONE : tensor;
        };
    List<@Nullable Object> args = new ArrayList<>();
    list(written.get("args")).forEach(value -> args.add(NodeValues.read(value, given)));
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    Object named = written.get("kwargs");
    map(named == null ? Map.of() : named)
        .forEach((name, value) -> kwargs.put(String.valueOf(name), NodeValues.read(value, given)));
    return new NodeArguments(args, kwargs);
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
}

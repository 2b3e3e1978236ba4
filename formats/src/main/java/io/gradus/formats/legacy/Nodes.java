package io.gradus.formats.legacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The calls of a functional model: lists `[layer, call, output, keyword arguments]` of old,
/// objects with `args` and `kwargs` in Keras 3.
final class Nodes {
  private static final String INBOUND = "inbound_nodes";
  private static final String CONSTANT = "_CONSTANT_VALUE";
  private static final Set<String> RECURRENT =
      Set.of("SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM2D", "Bidirectional");

  // By how much the number of a layer's calls is less here.
  private final Map<Object, Integer> shifts = new HashMap<>();
  private final Set<Object> functional = new HashSet<>();

  /// @param layers the layers of the model, as written
  Nodes(List<?> layers) {
    for (Object each : layers) {
      Map<?, ?> layer = Architecture.map(each);
      if (isModel(layer)) {
        shifts.put(layer.get(Architecture.NAME), 1);
      }
    }
    // Where numbers begin with 0, or a model has no own call, they stay.
    for (Object each : layers) {
      Map<?, ?> layer = Architecture.map(each);
      if (layer.get(INBOUND) instanceof List<?> calls) {
        calls.forEach(this::see);
      }
    }
  }

  // A model with an input of its own was called when it was made: that is its call 0.
  private static boolean isModel(Map<?, ?> layer) {
    String className = Architecture.className(layer);
    return Architecture.GRAPHS.contains(className)
        || (className.equals(Architecture.SEQUENTIAL) && Architecture.inputOf(layer) != null);
  }

  private void see(@Nullable Object value) {
    if (isPlace(value) && value instanceof List<?> place) {
      if (place.get(1) instanceof Number call && call.intValue() == 0) {
        shifts.remove(place.getFirst());
      }
    } else if (value instanceof List<?> list) {
      list.forEach(this::see);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::see);
    }
  }

  private static boolean isPlace(@Nullable Object value) {
    return value instanceof List<?> list
        && (list.size() == 3 || list.size() == 4)
        && list.get(0) instanceof String name
        && !name.equals(CONSTANT)
        && list.get(1) instanceof Number
        && list.get(2) instanceof Number
        && (list.size() == 3 || list.get(3) instanceof Map);
  }

  /// {@return all places in a value, whatever holds them}
  static List<List<?>> places(@Nullable Object value) {
    List<List<?>> found = new ArrayList<>();
    collect(value, found);
    return found;
  }

  private static void collect(@Nullable Object value, List<List<?>> into) {
    if (isPlace(value) && value instanceof List<?> place) {
      into.add(place);
    } else if (value instanceof List<?> list) {
      list.forEach(part -> collect(part, into));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(part -> collect(part, into));
    }
  }

  /// {@return the places of a model's inputs or outputs as Keras 3 has them, where the making of a
  /// functional model inside counts as its call 0}
  @Nullable Object moved(@Nullable Object value) {
    if (isPlace(value) && value instanceof List<?> place) {
      List<Object> moved = place(place);
      return functional.contains(moved.get(0))
          ? List.of(moved.get(0), (Long) moved.get(1) + 1, moved.get(2))
          : moved;
    }
    return switch (value) {
      case List<?> list -> Architecture.mapped(list, this::moved);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> moved = new LinkedHashMap<>();
        map.forEach((key, part) -> moved.put(String.valueOf(key), moved(part)));
        yield moved;
      }
      case null, default -> value;
    };
  }

  private List<Object> place(List<?> place) {
    Object name = Objects.requireNonNull(place.get(0));
    long call = ((Number) Objects.requireNonNull(place.get(1))).longValue();
    long output = ((Number) Objects.requireNonNull(place.get(2))).longValue();
    return List.of(name, call - shifts.getOrDefault(name, 0), output);
  }

  /// {@return a layer with its calls; where it takes another to do what it did, both}
  ///
  /// @param entry the layer as written
  /// @param layer the same in the form of Keras 3, without calls
  List<Map<String, @Nullable Object>> called(Map<?, ?> entry, Map<String, @Nullable Object> layer) {
    String name = String.valueOf(entry.get(Architecture.NAME));
    if ("Functional".equals(layer.get(Architecture.CLASS))) {
      functional.add(name);
    }
    List<Object> calls = new ArrayList<>();
    if (entry.get(INBOUND) instanceof List<?> nodes) {
      for (Object node : nodes) {
        calls.add(call(name, String.valueOf(layer.get(Architecture.CLASS)), node));
      }
    }
    return called(name, layer, calls);
  }

  /// {@return a layer with these calls; where it takes another to do what it did, both}
  static List<Map<String, @Nullable Object>> called(
      String name, Map<String, @Nullable Object> layer, List<?> calls) {
    boolean expanded = layer.remove(MergeLayer.EXPANDED) != null;
    layer.put(Architecture.NAME, name);
    layer.put(INBOUND, calls);
    if (!expanded) {
      return List.of(layer);
    }
    String inner = name + "_dot";
    layer.put(Architecture.NAME, inner);
    OldLayer dot = Architecture.old("Dot", layer);
    dot.put(Architecture.NAME, inner);
    layer.put(Architecture.CONFIG, dot.config());
    OldLayer reshape = new OldLayer("Reshape", Map.of("target_shape", List.of(1, 1)));
    Map<String, @Nullable Object> outer = reshape.put(Architecture.NAME, name).written();
    outer.put(Architecture.NAME, name);
    List<Object> after = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      after.add(call(List.of(tensor(List.of(inner, i, 0))), Map.of()));
    }
    outer.put(INBOUND, after);
    return List.of(layer, outer);
  }

  private Map<String, @Nullable Object> call(String name, String className, @Nullable Object node) {
    if (node instanceof Map<?, ?> current && current.containsKey("args")) {
      throw new IllegalArgumentException(
          "layer \"%s\": its calls are of Keras 3, the rest is older".formatted(name));
    }
    List<@Nullable Object> inputs = new ArrayList<>();
    Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
    List<?> all = isPlace(node) ? List.of(Objects.requireNonNull(node)) : items(node);
    for (Object item : all) {
      if (isPlace(item) && item instanceof List<?> place) {
        inputs.add(tensor(place(place)));
        if (keywords.isEmpty() && place.size() == 4) {
          Architecture.map(place.get(3))
              .forEach((key, value) -> keywords.put(String.valueOf(key), argument(value)));
        }
      } else if (item instanceof List<?> several && several.stream().allMatch(Nodes::isPlace)) {
        several.forEach(place -> inputs.add(tensor(place(Architecture.list(place)))));
      } else {
        throw new IllegalArgumentException(
            "layer \"%s\": expected [layer, call, output] in its calls, got %s"
                .formatted(name, item));
      }
    }
    keywords.values().removeIf(Objects::isNull);
    if (RECURRENT.contains(className) && inputs.size() > 1) {
      keywords.put("initial_state", List.copyOf(inputs.subList(1, inputs.size())));
      inputs.subList(1, inputs.size()).clear();
    }
    return call(inputs.size() == 1 ? inputs : List.of(inputs), keywords);
  }

  /// A call of a function.
  ///
  /// @param inputs the tensors and constants that are its first argument
  /// @param keywords all other arguments
  record OpCall(List<@Nullable Object> inputs, Map<String, @Nullable Object> keywords) {}

  /// {@return the calls of a layer that stands for a function, whose arguments may be constants}
  List<OpCall> opCalls(Map<?, ?> entry) {
    List<OpCall> calls = new ArrayList<>();
    for (Object node : Architecture.list(entry.get(INBOUND))) {
      List<@Nullable Object> inputs = new ArrayList<>();
      Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
      opItems(node, inputs, keywords, 0);
      calls.add(new OpCall(inputs, keywords));
    }
    return calls;
  }

  private void opItems(
      @Nullable Object node,
      List<@Nullable Object> inputs,
      Map<String, @Nullable Object> keywords,
      int depth) {
    List<?> item = Architecture.list(node);
    boolean constant = !item.isEmpty() && CONSTANT.equals(item.getFirst());
    if (isPlace(item) || (constant && item.size() >= 3)) {
      inputs.add(constant ? item.get(2) : tensor(place(item)));
      if (keywords.isEmpty() && item.size() == 4) {
        Architecture.map(item.get(3))
            .forEach((key, value) -> keywords.put(String.valueOf(key), argument(value)));
      }
    } else if (depth > 1) {
      throw new IllegalArgumentException("expected [layer, call, output] in a call, got " + item);
    } else {
      item.forEach(part -> opItems(part, inputs, keywords, depth + 1));
    }
  }

  private static List<?> items(@Nullable Object node) {
    return node instanceof Map<?, ?> named ? List.copyOf(named.values()) : Architecture.list(node);
  }

  private @Nullable Object argument(@Nullable Object value) {
    if (isPlace(value) && value instanceof List<?> place) {
      return tensor(place(place));
    }
    return switch (value) {
      case List<?> list -> Architecture.mapped(list, this::argument);
      case null, default -> value;
    };
  }

  static Map<String, @Nullable Object> call(List<?> arguments, Map<String, ?> keywords) {
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("args", arguments);
    call.put("kwargs", keywords);
    return call;
  }

  /// {@return a tensor among arguments}
  static Map<String, Object> tensor(List<?> place) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("keras_history", place);
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put(Architecture.CLASS, "__keras_tensor__");
    tensor.put(Architecture.CONFIG, config);
    return tensor;
  }
}

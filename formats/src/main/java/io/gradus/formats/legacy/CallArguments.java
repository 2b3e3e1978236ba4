package io.gradus.formats.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Arguments of calls in a functional model of Keras 3 that are written and have no effect.
///
/// `training`: up to 3.15 every call says it, by the default of its layer if nothing else, and the
/// mode of the model takes its place in `fit`, `evaluate` and `predict`. From 3.16 on only calls
/// say it for which it was given, and it holds. `query_mask` of `MultiHeadAttention`: from 3.8 on
/// the query's own mask takes its place.
final class CallArguments {
  private static final String TRAINING = "training";
  private static final String ARGUMENTS = "kwargs";
  private static final String NODES = "inbound_nodes";
  private static final Set<String> ALWAYS_SAID =
      Set.of(
          "AlphaDropout",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D",
          "Dropout",
          "GRU",
          "GaussianDropout",
          "GaussianNoise",
          "LSTM",
          "SimpleRNN",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D");

  private final Writer writer;

  private CallArguments(Writer writer) {
    this.writer = writer;
  }

  /// {@return a configuration in which calls say only what has an effect}
  static Map<String, @Nullable Object> effective(Map<?, ?> object, Writer writer) {
    return new CallArguments(writer).layer(object);
  }

  private Map<String, @Nullable Object> layer(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
    if (copy.get(NODES) instanceof List<?> nodes) {
      boolean ownMask =
          "MultiHeadAttention".equals(copy.get(Architecture.CLASS)) && !writer.isBefore(3, 8);
      copy.put(NODES, Architecture.mapped(nodes, node -> call(node, ownMask)));
    }
    return copy;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> layer(map);
      case List<?> list -> Architecture.mapped(list, this::value);
      case null, default -> value;
    };
  }

  private @Nullable Object call(@Nullable Object node, boolean ownMask) {
    if (!(node instanceof Map<?, ?> call) || !(call.get(ARGUMENTS) instanceof Map<?, ?> given)) {
      return node;
    }
    Map<String, @Nullable Object> arguments = Parts.copy(given);
    if (writer.isEarlierKeras3()) {
      arguments.remove(TRAINING);
    }
    if (ownMask) {
      arguments.remove("query_mask");
    }
    Map<String, @Nullable Object> changed = Parts.copy(call);
    changed.put(ARGUMENTS, arguments);
    return changed;
  }

  /// {@return whether a configuration that tells no version is of Keras up to 3.15: every call of a
  /// layer that has another mode in training says one, and it is inference}
  static boolean areDefaults(@Nullable Object config) {
    Calls calls = new Calls();
    calls.count(config);
    return calls.said > 0 && calls.given == 0;
  }

  /// Counts the calls of layers that Keras up to 3.15 always gives a mode.
  private static final class Calls {
    private int said;
    private int given;

    void count(@Nullable Object value) {
      if (value instanceof List<?> list) {
        list.forEach(this::count);
      } else if (value instanceof Map<?, ?> map) {
        map.values().forEach(this::count);
        if (ALWAYS_SAID.contains(String.valueOf(map.get(Architecture.CLASS)))
            && map.get(NODES) instanceof List<?> nodes) {
          nodes.forEach(this::countCall);
        }
      }
    }

    private void countCall(@Nullable Object node) {
      boolean isDefault =
          node instanceof Map<?, ?> call
              && call.get(ARGUMENTS) instanceof Map<?, ?> arguments
              && Boolean.FALSE.equals(arguments.get(TRAINING));
      if (isDefault) {
        said++;
      } else {
        given++;
      }
    }
  }
}

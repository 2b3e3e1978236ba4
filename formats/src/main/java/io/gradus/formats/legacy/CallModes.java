package io.gradus.formats.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `training` of calls in a functional model of Keras 3. Up to 3.15 every call says it, by the
/// default of its layer if nothing else, and the mode of the model takes its place: what is said
/// has no effect in `fit`, `evaluate` and `predict`. From 3.16 on only calls say it for which it
/// was given, and it holds.
final class CallModes {
  private static final String TRAINING = "training";
  private static final String ARGUMENTS = "kwargs";
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

  private CallModes() {}

  /// {@return a configuration in which no call says a mode}
  static Map<String, @Nullable Object> without(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
    if (copy.get(ARGUMENTS) instanceof Map<?, ?> arguments && copy.containsKey("args")) {
      Map<String, @Nullable Object> rest = Parts.copy(arguments);
      rest.remove(TRAINING);
      copy.put(ARGUMENTS, rest);
    }
    return copy;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> without(map);
      case List<?> list -> Architecture.mapped(list, CallModes::value);
      case null, default -> value;
    };
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
            && map.get("inbound_nodes") instanceof List<?> nodes) {
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

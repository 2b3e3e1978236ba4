package io.gradus.formats.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keys that earlier versions wrote and that say nothing at one value, in configurations that are
/// otherwise of Keras 3, as tools write that convert files.
public final class Leftovers {
  private static final Set<String> UNGROUPED =
      Set.of(
          "Conv1DTranspose",
          "Conv2DTranspose",
          "Conv3DTranspose",
          "SeparableConv1D",
          "SeparableConv2D",
          "DepthwiseConv1D",
          "DepthwiseConv2D");
  private static final Set<String> RECURRENT =
      Set.of("SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D");

  private Leftovers() {}

  /// {@return a configuration without such keys}
  ///
  /// @throws IllegalArgumentException if such a key has another value, naming layer and key
  public static Map<String, @Nullable Object> without(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
    if (copy.get(Architecture.CLASS) instanceof String className
        && copy.get(Architecture.CONFIG) instanceof Map<?, ?> config) {
      copy.put(Architecture.CONFIG, layer(className, config));
    }
    return copy;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> without(map);
      case List<?> list -> Architecture.mapped(list, Leftovers::value);
      case null, default -> value;
    };
  }

  private static Map<String, @Nullable Object> layer(String className, Map<?, ?> config) {
    Map<String, @Nullable Object> changed = Parts.copy(config);
    if (UNGROUPED.contains(className)) {
      leave(className, changed, "groups", 1);
    }
    if (RECURRENT.contains(className)) {
      changed.remove("implementation");
      leave(className, changed, "time_major", false);
    }
    if (className.equals("Embedding")) {
      changed.remove("input_length");
    }
    if (className.equals("InputLayer")) {
      leave(className, changed, "ragged", false);
    }
    if (className.equals("LeakyReLU") && !changed.containsKey("negative_slope")) {
      Object alpha = changed.remove("alpha");
      if (alpha != null) {
        changed.put("negative_slope", alpha);
      }
    }
    return changed;
  }

  private static void leave(
      String className, Map<String, @Nullable Object> config, String key, Object allowed) {
    Object value = config.get(key);
    boolean same =
        value == null
            || value.equals(allowed)
            || (value instanceof Number number
                && allowed instanceof Number wanted
                && number.doubleValue() == wanted.doubleValue());
    if (!same) {
      throw new IllegalArgumentException(
          "layer \"%s\" (%s): key \"%s\": %s is not supported; %s is"
              .formatted(config.get(Architecture.NAME), className, key, value, allowed));
    }
    config.remove(key);
  }
}

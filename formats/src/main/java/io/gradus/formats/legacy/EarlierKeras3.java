package io.gradus.formats.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Keras 3.0 to 3.15 computed otherwise than 3.16, brought into words of today: recurrent
/// layers and `TimeDistributed` handed the mask on, and alpha and beta of Tversky's loss stood the
/// other way round.
public final class EarlierKeras3 {
  private final boolean masked;

  private EarlierKeras3(boolean masked) {
    this.masked = masked;
  }

  /// {@return a configuration of a model, or of what it is compiled with, in the form of Keras
  /// 3.16}
  ///
  /// @param writer which Keras 3 wrote it
  public static Map<String, @Nullable Object> upgrade(Map<?, ?> object, Writer writer) {
    Map<String, @Nullable Object> effective = CallArguments.effective(object, writer);
    return writer.isEarlierKeras3()
        ? new EarlierKeras3(Architecture.masks(object, 0)).object(effective)
        : effective;
  }

  private Map<String, @Nullable Object> object(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
    if (copy.get(Architecture.CLASS) instanceof String className
        && copy.get(Architecture.CONFIG) instanceof Map<?, ?> config) {
      copy.put(Architecture.CONFIG, settings(className, Parts.copy(config)));
    }
    return copy;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> object(map);
      case List<?> list -> Architecture.mapped(list, this::value);
      case null, default -> value;
    };
  }

  private Map<String, @Nullable Object> settings(
      String className, Map<String, @Nullable Object> config) {
    if (masked && Architecture.OVER_TIME.contains(className)) {
      config.put("passes_mask", true);
    }
    if (className.equals("Tversky") && config.containsKey("alpha") && config.containsKey("beta")) {
      Object ofMisses = config.get("alpha");
      config.put("alpha", config.get("beta"));
      config.put("beta", ofMisses);
    }
    return config;
  }
}

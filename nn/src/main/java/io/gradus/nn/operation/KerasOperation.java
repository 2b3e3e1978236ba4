package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object of a class of Keras' operations: what a functional model calls between its layers.
/// Immutable; two with the same settings are different objects, as in Keras.
public final class KerasOperation {
  private static final long MOST_LENGTH = 1 << 24;
  private static final Set<String> LENGTHS =
      Set.of(
          "M",
          "N",
          "fft_length",
          "indices_or_sections",
          "kernel_size",
          "length",
          "minlength",
          "n",
          "newshape",
          "num",
          "num_classes",
          "num_segments",
          "output_size",
          "pad_width",
          "padding",
          "repeats",
          "reps",
          "sequence_length",
          "shape",
          "sigma",
          "size",
          "target_shape");

  private final OperationClass type;
  private final Map<String, @Nullable Object> config;
  private final @Nullable String name;

  /// An operation.
  ///
  /// @param settings what differs from the defaults, by the names of the constructor's parameters
  /// @param name its name in the model, or null to get one there
  /// @throws IllegalArgumentException if the class has no such settings, or needs others
  public KerasOperation(
      OperationClass type, Map<String, @Nullable Object> settings, @Nullable String name) {
    this.type = type;
    this.config = type.config(settings);
    this.name = name;
  }

  /// {@return the operation that Keras writes as module, class and configuration}
  ///
  /// @throws io.gradus.nn.config.UnsupportedConfigException if Gradus does not know the class
  /// @throws IllegalArgumentException if the configuration is wrong
  public static KerasOperation read(Map<?, ?> object) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    if (object.get("config") instanceof Map<?, ?> config) {
      config.forEach((key, value) -> settings.put(String.valueOf(key), value));
    }
    Object configured = settings.remove("name");
    Object name = object.get("name") instanceof String given ? given : configured;
    OperationClass type =
        OperationClasses.of(
            String.valueOf(object.get("module")), String.valueOf(object.get("class_name")));
    return new KerasOperation(type, settings, name instanceof String given ? given : null);
  }

  /// {@return the operation as Keras writes it}
  public Map<String, @Nullable Object> write(String called) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("name", called);
    settings.putAll(config);
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put("module", type.module());
    written.put("class_name", type.name());
    written.put("config", settings);
    written.put("registered_name", type.name());
    return written;
  }

  /// {@return its class}
  public OperationClass type() {
    return type;
  }

  /// {@return its name in the model, or null if it has none yet}
  public @Nullable String name() {
    return name;
  }

  /// Checks what lengths of tensors follow from, so that a file cannot ask for any.
  ///
  /// @param kwargs the arguments of the call by name
  /// @throws IllegalArgumentException if one is beyond measure
  public void checkLengths(Map<String, ?> kwargs) {
    for (Map<String, ?> given : List.of(config, kwargs)) {
      given.forEach((key, value) -> {
        if (LENGTHS.contains(key)) {
          checkLength(key, value);
        }
      });
    }
  }

  private void checkLength(String key, @Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(element -> checkLength(key, element));
    } else if (value instanceof Number number && Math.abs(number.doubleValue()) > MOST_LENGTH) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "operation %s: %s %s is more than the %,d that a file may ask for",
              this,
              key,
              value,
              MOST_LENGTH));
    }
  }

  /// {@return the results of a call}
  ///
  /// @throws io.gradus.nn.config.UnsupportedConfigException if Gradus has not what an argument asks
  ///   for
  /// @throws IllegalArgumentException if the arguments are wrong
  public List<Tensor> call(List<?> args, Map<String, ?> kwargs) {
    return type.call(config, args, kwargs);
  }

  /// {@return class and name}
  @Override
  public String toString() {
    return type.name() + (name == null ? "" : " \"" + name + "\"");
  }
}

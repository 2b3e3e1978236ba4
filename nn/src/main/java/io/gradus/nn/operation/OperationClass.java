package io.gradus.nn.operation;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A class of Keras' operations (`keras.Operation`), which a functional model has between its
/// layers: `keras.ops.mean(x, axis=1)` is an object of class `Mean` with `axis` in its
/// configuration, called with `x`.
///
/// @param module Keras' module, such as `keras.src.ops.numpy`
/// @param name the class's name, such as `Mean`
/// @param function the name of its function in `keras.ops`
/// @param settings the constructor's parameters, in order
/// @param parameters the parameters of its call, in order; one with `*` takes all arguments left,
///   one with `**` all further names
public record OperationClass(
    String module,
    String name,
    String function,
    List<Parameter> settings,
    List<Parameter> parameters) {
  /// A parameter.
  ///
  /// @param name its name
  /// @param required whether it has no default
  /// @param standard its default
  /// @param recent whether Keras 3.15 has it not, so that it is only written where it differs
  public record Parameter(
      String name, boolean required, @Nullable Object standard, boolean recent) {}

  /// Copies the lists.
  public OperationClass {
    settings = List.copyOf(settings);
    parameters = List.copyOf(parameters);
  }

  /// {@return whether Gradus has the function}
  public boolean isKnown() {
    return KerasOps.find(function) != null;
  }

  /// {@return the configuration as Keras writes it: every setting, with its default where none is
  /// given; without the name of the object}
  ///
  /// @throws IllegalArgumentException if a setting is unknown, or one without default is missing
  public Map<String, @Nullable Object> config(Map<String, ?> given) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (Parameter setting : settings) {
      if (setting.required && !given.containsKey(setting.name)) {
        throw new IllegalArgumentException(
            "%s: key \"%s\" is missing".formatted(name, setting.name));
      }
      Object value = given.containsKey(setting.name) ? given.get(setting.name) : setting.standard;
      if (!setting.recent || !Objects.equals(value, setting.standard)) {
        config.put(setting.name, value);
      }
    }
    for (String key : given.keySet()) {
      if (settings.stream().noneMatch(setting -> setting.name.equals(key))) {
        throw new IllegalArgumentException(
            "%s: unknown key \"%s\"; known: %s"
                .formatted(name, key, settings.stream().map(Parameter::name).toList()));
      }
    }
    return config;
  }

  /// {@return the results of a call}
  ///
  /// @param config the settings
  /// @param args the positional arguments
  /// @param kwargs the arguments by name
  /// @throws UnsupportedConfigException if Gradus has not the function, or not what an argument
  ///   asks for
  /// @throws IllegalArgumentException if the arguments are wrong
  public List<Tensor> call(Map<String, ?> config, List<?> args, Map<String, ?> kwargs) {
    KerasOp op = KerasOps.find(function);
    if (op == null) {
      throw new UnsupportedConfigException(
          "operation %s (keras.ops.%s) does not exist yet".formatted(name, function));
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    int position = 0;
    for (Parameter parameter : parameters) {
      if (parameter.name.startsWith("**")) {
        break;
      }
      if (parameter.name.startsWith("*")) {
        values.put(parameter.name, args.subList(position, args.size()));
        position = args.size();
      } else if (position < args.size()) {
        values.put(parameter.name, args.get(position++));
      }
    }
    if (position < args.size()) {
      throw new IllegalArgumentException(
          "%s: takes %d arguments, got %d".formatted(name, position, args.size()));
    }
    kwargs.forEach((key, value) -> {
      boolean known =
          parameters.stream()
              .anyMatch(parameter -> parameter.name.equals(key) || parameter.name.startsWith("**"));
      if (!known || values.containsKey(key)) {
        throw new IllegalArgumentException(
            "%s: argument %s is unknown or given twice".formatted(name, key));
      }
      values.put(key, value);
    });
    config.forEach((key, value) -> {
      // What is left at its default may be something that the function lacks here.
      if (op.parameters().contains(key) || !isStandard(key, value)) {
        values.put(key, value);
      }
    });
    return op.call(CallArguments.named(op, values));
  }

  private boolean isStandard(String key, @Nullable Object value) {
    return settings.stream()
        .anyMatch(setting ->
            setting.name.equals(key)
                && !setting.required
                && Objects.equals(setting.standard, value));
  }
}

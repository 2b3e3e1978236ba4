package io.gradus.formats.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of layers that older versions wrote otherwise: activations, initializers,
/// regularizers, constraints, types.
final class Parts {
  /// What `hard_sigmoid` was before Keras 3: of slope 0.2, not 1/6.
  static final String HARD_SIGMOID = "hard_sigmoid_keras2";

  private static final Map<String, String> INITIALIZERS =
      Map.of("uniform", "RandomUniform", "normal", "RandomNormal", "zero", "Zeros", "one", "Ones");
  private static final Map<String, String> CONSTRAINTS =
      Map.of(
          "maxnorm", "MaxNorm",
          "max_norm", "MaxNorm",
          "nonneg", "NonNeg",
          "non_neg", "NonNeg",
          "unitnorm", "UnitNorm",
          "unit_norm", "UnitNorm",
          "minmax_norm", "MinMaxNorm",
          "min_max_norm", "MinMaxNorm");
  private static final Set<String> FLOATING = Set.of("float16", "float32", "float64", "bfloat16");

  private Parts() {}

  /// Brings all parts of a layer into the form of Keras 3.
  static void upgrade(OldLayer layer, Writer writer) {
    for (String key : List.copyOf(layer.config().keySet())) {
      if (key.equals("activation") || key.equals("recurrent_activation")) {
        layer.put(key, activation(layer, key));
      } else if (key.endsWith("_initializer")) {
        layer.put(key, initializer(layer, key));
      } else if (key.endsWith("_regularizer")) {
        layer.put(key, regularizer(layer, key));
        if (key.equals("activity_regularizer") && writer.isBefore(2, 4)) {
          total(layer, key);
        }
      } else if (key.endsWith("_constraint")) {
        layer.put(key, constraint(layer, key));
      }
    }
  }

  private static @Nullable Object activation(OldLayer layer, String key) {
    Object value = layer.get(key);
    return switch (value) {
      case String name -> activation(name);
      case Map<?, ?> object when object.get("config") instanceof String name -> activation(name);
      case Map<?, ?> object when object.get("config") instanceof Map<?, ?> config ->
          activation(layer, key, String.valueOf(object.get("class_name")), config);
      case null, default -> value;
    };
  }

  private static String activation(String name) {
    return name.equals("hard_sigmoid") ? HARD_SIGMOID : name;
  }

  // A layer may stand for a function; only some of them have a name as one.
  private static String activation(OldLayer layer, String key, String className, Map<?, ?> config) {
    OldLayer function = new OldLayer(className, config);
    String name =
        switch (className) {
          case "ReLU" ->
              isOf(function, "max_value", null)
                      && isOf(function, "negative_slope", 0.0)
                      && isOf(function, "threshold", 0.0)
                  ? "relu"
                  : isOf(function, "max_value", 6.0)
                          && isOf(function, "negative_slope", 0.0)
                          && isOf(function, "threshold", 0.0)
                      ? "relu6"
                      : null;
          case "Softmax" -> isOf(function.unwrap("axis"), "axis", -1.0) ? "softmax" : null;
          case "ELU" -> isOf(function, "alpha", 1.0) ? "elu" : null;
          case "LeakyReLU" ->
              Math.abs(number(function.get("alpha")) - 0.2) < 1e-6 ? "leaky_relu" : null;
          default -> null;
        };
    if (name == null) {
      throw layer.problem(
          key,
          "the layer %s %s as a function is not supported; use the layer after this one"
              .formatted(className, config));
    }
    return name;
  }

  private static boolean isOf(OldLayer function, String key, @Nullable Double wanted) {
    Object value = function.get(key);
    return wanted == null
        ? value == null
        : (value instanceof Number number && number.doubleValue() == wanted)
            || (value == null && wanted == 0);
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static @Nullable Object initializer(OldLayer layer, String key) {
    Object value = layer.get(key);
    if (value instanceof String name) {
      return INITIALIZERS.getOrDefault(name, name);
    }
    if (!(value instanceof Map<?, ?> object)
        || !(object.get("class_name") instanceof String className)) {
      return value;
    }
    String current = className.replaceFirst("V[12]$", "");
    OldLayer initializer =
        new OldLayer(current, object.get("config") instanceof Map<?, ?> map ? map : Map.of());
    initializer.drop("dtype", "partition_info");
    switch (current) {
      case "VarianceScaling" -> {
        if ("normal".equals(initializer.get("distribution"))) {
          initializer.put("distribution", "truncated_normal");
        }
      }
      case "Constant" -> {
        // A matrix was only where the weights began.
        if (!(initializer.get("value") instanceof Number)) {
          return "Zeros";
        }
      }
      case "Zeros", "Ones" -> initializer.config().clear();
      default -> {}
    }
    return initializer.become(INITIALIZERS.getOrDefault(current, current)).written();
  }

  // Keras 1 has the name of the class among the values.
  private static OldLayer unnamed(Map<?, ?> object) {
    if (object.get("class_name") instanceof String className) {
      Map<?, ?> settings = object.get("config") instanceof Map<?, ?> map ? map : Map.of();
      return new OldLayer(className, settings).drop("name");
    }
    return new OldLayer(String.valueOf(object.get("name")), object).drop("name");
  }

  private static @Nullable Object regularizer(OldLayer layer, String key) {
    Object value = layer.get(key);
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    OldLayer regularizer = unnamed(object);
    return switch (regularizer.className()) {
      case "L1L2Regularizer", "WeightRegularizer", "ActivityRegularizer", "L1L2" ->
          none(regularizer) ? null : regularizer.become("L1L2").written();
      case "EigenvalueRegularizer" ->
          throw layer.problem(key, "EigenvalueRegularizer is gone since Keras 2");
      default -> regularizer.written();
    };
  }

  // Until TensorFlow took it over, outputs were penalized as a batch, not sample by sample.
  private static void total(OldLayer layer, String key) {
    if (layer.get(key) instanceof Map<?, ?> object
        && object.get("config") instanceof Map<?, ?> config) {
      OldLayer total = new OldLayer("BatchTotal", config);
      layer.put(key, total.written());
    }
  }

  private static boolean none(OldLayer regularizer) {
    return number(regularizer.get("l1")) == 0 && number(regularizer.get("l2")) == 0;
  }

  private static @Nullable Object constraint(OldLayer layer, String key) {
    Object value = layer.get(key);
    if (value instanceof String name) {
      return CONSTRAINTS.getOrDefault(name, name);
    }
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    OldLayer constraint = unnamed(object).rename("m", "max_value");
    constraint.rename("low", "min_value").rename("high", "max_value");
    if (constraint.className().equals("RadialConstraint")) {
      throw layer.problem(key, "RadialConstraint is gone since Keras 3");
    }
    return constraint.written();
  }

  /// {@return the name of a type or of a policy of types, or null if none is told}
  static @Nullable String dtype(@Nullable Object value) {
    if (value instanceof Map<?, ?> object && object.get("config") instanceof Map<?, ?> config) {
      return dtype(config.get("name"));
    }
    if (value instanceof String name) {
      return name.contains("infer") ? null : name.replaceFirst("_ref$", "");
    }
    return null;
  }

  /// {@return whether layers can compute in a type or policy of this name}
  static boolean isFloating(String dtype) {
    return FLOATING.contains(dtype) || dtype.startsWith("mixed_");
  }

  /// {@return a mutable copy of an object}
  static Map<String, @Nullable Object> copy(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}

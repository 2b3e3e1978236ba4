package io.gradus.nn.config;

import io.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Classes and functions of one's own that a file may name (Keras' `custom_objects`). Layers,
/// losses, metrics, optimizers, initializers, regularizers, constraints and schedules are known by
/// their schemas; losses, metrics, activations and the functions of `Lambda` layers by names. They
/// come before what Keras has under the same name. No class is ever loaded by a name in a file.
///
/// ```java
/// CustomObjects own =
///     CustomObjects.of(Scale.SCHEMA)
///         .function("pinball", (yTrue, yPred) -> yTrue.sub(yPred).abs().mean(-1))
///         .function("doubled", x -> x.mul(2));
/// Model model = Model.load(file, own);
/// ```
public final class CustomObjects {
  /// None: only what Keras has.
  public static final CustomObjects NONE = new CustomObjects(Map.of(), Map.of(), Map.of());

  private static final ScopedValue<CustomObjects> IN_USE = ScopedValue.newInstance();

  private final Map<String, Schema<?>> schemas;
  private final Map<String, BinaryOperator<Tensor>> measures;
  private final Map<String, Function<List<Tensor>, Tensor>> functions;

  private CustomObjects(
      Map<String, Schema<?>> schemas,
      Map<String, BinaryOperator<Tensor>> measures,
      Map<String, Function<List<Tensor>, Tensor>> functions) {
    this.schemas = schemas;
    this.measures = measures;
    this.functions = functions;
  }

  /// {@return classes by the names in their schemas}
  public static CustomObjects of(Schema<?>... schemas) {
    Map<String, Schema<?>> named = new LinkedHashMap<>();
    for (Schema<?> schema : schemas) {
      named.put(schema.className(), schema);
    }
    return new CustomObjects(named, Map.of(), Map.of());
  }

  /// {@return these, and a loss or metric: a function of targets and predictions that gives a value
  /// for each sample}
  public CustomObjects function(String name, BinaryOperator<Tensor> function) {
    return new CustomObjects(schemas, with(measures, name, function), functions);
  }

  /// {@return these, and an activation, or the function of a `Lambda` layer: one that was written
  /// by its layer's name, or Python code in the layer of this name}
  public CustomObjects function(String name, UnaryOperator<Tensor> function) {
    return functionOfSeveral(name, inputs -> function.apply(inputs.getFirst()));
  }

  /// {@return these, and the function of a `Lambda` layer with several inputs}
  public CustomObjects functionOfSeveral(String name, Function<List<Tensor>, Tensor> function) {
    return new CustomObjects(schemas, measures, with(functions, name, function));
  }

  private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
    Map<String, T> changed = new LinkedHashMap<>(map);
    changed.put(name, value);
    return changed;
  }

  /// {@return what a task returns in which these are known, for readers of files}
  public <T, X extends Throwable> T within(ScopedValue.CallableOp<T, X> task) throws X {
    return ScopedValue.where(IN_USE, this).call(task);
  }

  /// {@return those that are known now}
  public static CustomObjects inUse() {
    return IN_USE.isBound() ? IN_USE.get() : NONE;
  }

  /// {@return the schema of the class that a file calls so, or null}
  @Nullable Schema<?> schema(String className) {
    return schemas.get(className);
  }

  /// {@return the function of targets and predictions of this name, or null}
  public @Nullable BinaryOperator<Tensor> measure(String name) {
    return measures.get(name);
  }

  /// {@return the function of the inputs of this name, or null}
  public @Nullable Function<List<Tensor>, Tensor> function(String name) {
    return functions.get(name);
  }

  /// {@return how Keras writes a function that is known by a name}
  public static Map<String, @Nullable Object> written(String name) {
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put("module", "builtins");
    written.put("class_name", "function");
    written.put("config", name);
    written.put("registered_name", "function");
    return written;
  }

  /// {@return the name of the function that a configuration stands for, or null if it is none}
  public static @Nullable String functionName(@Nullable Object written) {
    return switch (written) {
      case String name -> name;
      case Map<?, ?> object when object.get("config") instanceof String name -> name;
      case null, default -> null;
    };
  }
}

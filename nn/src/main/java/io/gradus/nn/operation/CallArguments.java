package io.gradus.nn.operation;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The arguments of a call to a Keras function, by parameter name. Values are null, `Boolean`,
/// `Number`, `String`, [Tensor], [Index] and lists of these; a number that is no tensor is weak.
public final class CallArguments {
  private final String function;
  private final List<String> parameters;
  private final Map<String, @Nullable Object> values;

  private CallArguments(
      String function, List<String> parameters, Map<String, @Nullable Object> values) {
    this.function = function;
    this.parameters = parameters;
    this.values = values;
  }

  /// {@return positional and keyword arguments, bound to a function's parameters}
  ///
  /// @throws UnsupportedConfigException if an argument other than null is for a parameter that is
  ///   not there
  /// @throws IllegalArgumentException if a parameter is given twice
  public static CallArguments bind(KerasOp op, List<?> args, Map<String, ?> kwargs) {
    Map<String, @Nullable Object> values = new HashMap<>();
    List<String> parameters = op.parameters();
    for (int i = 0; i < args.size(); i++) {
      if (i >= parameters.size()) {
        throw KerasOp.missing("argument %d of %s".formatted(i, op.name()));
      }
      if (parameters.get(i).startsWith("*")) {
        values.put(parameters.get(i), args.subList(i, args.size()));
        break;
      }
      values.put(parameters.get(i), args.get(i));
    }
    kwargs.forEach((name, value) -> {
      if (!parameters.contains(name) && !op.takesOthers()) {
        if (value == null) {
          return;
        }
        throw KerasOp.missing("argument %s of %s".formatted(name, op.name()));
      }
      if (values.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s: argument %s is given twice".formatted(op.name(), name));
      }
      values.put(name, value);
    });
    return new CallArguments(op.name(), parameters, values);
  }

  /// {@return the name of the function}
  String function() {
    return function;
  }

  /// {@return whether the argument is given, be it null}
  boolean isGiven(String name) {
    return values.containsKey(name);
  }

  /// {@return arguments by the names of a function's parameters}
  ///
  /// @throws UnsupportedConfigException if an argument other than null is for a parameter that is
  ///   not there
  static CallArguments named(KerasOp op, Map<String, @Nullable Object> values) {
    return bind(op, List.of(), values);
  }

  /// {@return whether the argument is given and not null}
  boolean has(String name) {
    return values.get(name) != null;
  }

  /// {@return the keyword arguments for which there is no parameter, of a function that takes any}
  Map<String, @Nullable Object> others() {
    Map<String, @Nullable Object> others = new HashMap<>(values);
    parameters.forEach(others::remove);
    return others;
  }

  /// {@return the argument}
  Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("%s: argument %s is missing".formatted(function, name));
    }
    return value;
  }

  /// {@return the argument as a tensor; numbers and lists of numbers are converted as Keras
  /// converts them}
  Tensor tensor(String name) {
    return tensorOf(get(name));
  }

  private static Tensor tensorOf(Object value) {
    return switch (value) {
      case Tensor tensor -> tensor;
      case Integer number -> Tensor.of((int) number);
      case Long number -> Tensor.of((long) number).cast(DType.INT32);
      case Number number -> Tensor.of(number.floatValue());
      case Boolean truth -> Tensor.of((boolean) truth);
      case List<?> list -> tensorOf(list);
      default -> throw KerasOp.missing("a tensor of " + value);
    };
  }

  // As NumPy's array of nested lists, but with Keras' types: int32, float32, bool.
  private static Tensor tensorOf(List<?> list) {
    if (list.isEmpty()) {
      return Tensor.zeros(new TensorType(DType.FLOAT32, Shape.of(0)));
    }
    List<Tensor> parts = new ArrayList<>();
    for (Object part : list) {
      if (part == null) {
        throw KerasOp.missing("a tensor of " + list);
      }
      parts.add(tensorOf(part));
    }
    return Tensor.stack(0, parts.toArray(Tensor[]::new));
  }

  /// {@return the argument, a number as a scalar of the type that it takes beside the tensor}
  Tensor beside(String name, Tensor other) {
    return switch (get(name)) {
      case Integer number ->
          Tensor.scalar(other.dtype().promoteWeakInteger(), number.doubleValue());
      case Long number -> Tensor.scalar(other.dtype().promoteWeakInteger(), number.doubleValue());
      case Number number -> Tensor.scalar(other.dtype().promoteWeakFloat(), number.doubleValue());
      default -> tensor(name);
    };
  }

  Number number(String name) {
    if (get(name) instanceof Number number) {
      return number;
    }
    throw KerasOp.missing("argument %s = %s".formatted(name, get(name)));
  }

  int integer(String name) {
    return integerOf(name, get(name));
  }

  int integer(String name, int standard) {
    return has(name) ? integer(name) : standard;
  }

  private static int integerOf(String name, @Nullable Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return Math.toIntExact(((Number) value).longValue());
    }
    throw KerasOp.missing("argument %s = %s".formatted(name, value));
  }

  boolean truth(String name) {
    return truth(name, false);
  }

  boolean truth(String name, boolean standard) {
    return has(name) ? (boolean) get(name) : standard;
  }

  double number(String name, double standard) {
    return has(name) ? ((Number) get(name)).doubleValue() : standard;
  }

  /// {@return the argument, one number or several, perhaps in a tensor}
  double[] numbers(String name) {
    return switch (get(name)) {
      case Number number -> new double[] {number.doubleValue()};
      case Tensor tensor -> tensor.toDoubleArray();
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          list.stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
      default -> throw KerasOp.missing("argument %s = %s".formatted(name, get(name)));
    };
  }

  /// {@return the argument, one integer for all or one for each of `count`; the other argument
  /// where it is not given}
  int[] each(String name, int count, int standard) {
    int[] given = has(name) ? integers(name) : new int[] {standard};
    if (given.length != 1 && given.length != count) {
      throw new IllegalArgumentException(
          "%s: %s must be one number or %d; got %s".formatted(function, name, count, get(name)));
    }
    return IntStream.range(0, count).map(i -> given[given.length == 1 ? 0 : i]).toArray();
  }

  /// {@return the argument, one integer or several}
  int[] integers(String name) {
    return get(name) instanceof List<?> list
        ? list.stream().mapToInt(element -> integerOf(name, element)).toArray()
        : new int[] {integer(name)};
  }

  /// {@return a list of integers, or one integer, inside an argument}
  int[] integersOf(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().mapToInt(element -> integerOf("value", element)).toArray()
        : new int[] {integerOf("value", value)};
  }

  /// {@return the argument, a list of tensors or a tensor of them}
  Tensor[] tensors(String name) {
    return get(name) instanceof List<?> list
        ? list.stream().map(CallArguments::tensorOf).toArray(Tensor[]::new)
        : tensor(name).unstack(0).toArray(Tensor[]::new);
  }

  /// {@return the argument as a shape}
  long[] dims(String name) {
    int[] integers = integers(name);
    long[] dims = new long[integers.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = integers[i];
    }
    return dims;
  }

  Shape shape(String name) {
    return Shape.of(dims(name));
  }

  /// {@return the arguments `axis` and `keepdims`}
  Axes axes() {
    Axes axes = has("axis") ? Axes.of(integers("axis")) : Axes.of();
    return truth("keepdims") ? axes.keep() : axes;
  }

  /// {@return the argument as a type}
  DType dtype(String name, DType standard) {
    return has(name) ? dtypeOf((String) get(name)) : standard;
  }

  private static DType dtypeOf(String name) {
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    throw KerasOp.missing("dtype " + name);
  }

  /// {@return the argument as an index}
  Index[] index(String name) {
    @Nullable Object key = values.get(name);
    List<?> parts = key instanceof List<?> list ? list : Collections.singletonList(key);
    return parts.stream()
        .map(part ->
            switch (part) {
              case Index index -> index;
              case Integer position -> Index.at(position);
              case Long position -> Index.at(position);
              case Tensor tensor -> Index.of(tensor);
              case List<?> list -> Index.of(tensorOf(list));
              case null -> Index.NEW_AXIS;
              default -> throw KerasOp.missing("an index of " + part);
            })
        .toArray(Index[]::new);
  }
}

package io.gradus.conformance;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments of a call to a Keras function, by parameter name. Values are null, `Boolean`,
/// `Number`, `String`, [Tensor], [Index] and lists of these; a number that is no tensor is weak.
final class Arguments {
  private final Map<String, @Nullable Object> values = new HashMap<>();

  /// Binds positional and keyword arguments to parameters.
  ///
  /// @param function the function's name, for messages
  /// @param parameters the names of the parameters that the function here has, in Keras' order
  /// @param call the call, with `args` and `kwargs`
  /// @throws MissingFeatureException if an argument is given for another parameter
  Arguments(String function, List<String> parameters, Fields call, CaseArrays arrays) {
    int position = 0;
    for (Object value : call.list("args")) {
      if (position >= parameters.size()) {
        throw new MissingFeatureException("argument %d of %s".formatted(position, function));
      }
      values.put(parameters.get(position++), decoded(value, arrays));
    }
    for (Map.Entry<?, ?> keyword : call.objectOrEmpty("kwargs").map().entrySet()) {
      String name = (String) keyword.getKey();
      if (!parameters.contains(name)) {
        throw new MissingFeatureException("argument %s of %s".formatted(name, function));
      }
      values.put(name, decoded(keyword.getValue(), arrays));
    }
  }

  private static @Nullable Object decoded(@Nullable Object value, CaseArrays arrays) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(decoded(element, arrays)));
      return elements;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    if (CaseArrays.isReference(value)) {
      return arrays.tensor(value);
    }
    if (map.get("$slice") instanceof List<?> range) {
      Long step = whole(range.get(2));
      return Index.range(whole(range.get(0)), whole(range.get(1)), step == null ? 1 : step);
    }
    if (map.containsKey("$ellipsis")) {
      return Index.ELLIPSIS;
    }
    if (map.containsKey("$newaxis")) {
      return Index.NEW_AXIS;
    }
    throw new MissingFeatureException("argument value " + map);
  }

  private static @Nullable Long whole(@Nullable Object number) {
    return number == null ? null : ((Number) number).longValue();
  }

  /// {@return whether the argument is given and not null}
  boolean has(String name) {
    return values.get(name) != null;
  }

  /// {@return the argument}
  Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("case file: argument " + name + " is missing");
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
      case Number number -> Tensor.of(number.floatValue());
      case Boolean truth -> Tensor.of((boolean) truth);
      case List<?> list when list.stream().allMatch(Integer.class::isInstance) ->
          Tensor.of(list.stream().mapToInt(element -> (int) element).toArray());
      default -> throw new MissingFeatureException("a tensor of " + value);
    };
  }

  /// {@return the argument, a number as a scalar of the type that it takes beside the tensor}
  Tensor beside(String name, Tensor other) {
    return switch (get(name)) {
      case Integer number ->
          Tensor.scalar(other.dtype().promoteWeakInteger(), number.doubleValue());
      case Number number -> Tensor.scalar(other.dtype().promoteWeakFloat(), number.doubleValue());
      default -> tensor(name);
    };
  }

  int integer(String name) {
    return integerOf(name, get(name));
  }

  int integer(String name, int standard) {
    return has(name) ? integer(name) : standard;
  }

  private static int integerOf(String name, @Nullable Object value) {
    if (value instanceof Integer number) {
      return number;
    }
    throw new MissingFeatureException("argument %s = %s".formatted(name, value));
  }

  boolean truth(String name) {
    return has(name) && (boolean) get(name);
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
        ? list.stream().map(Arguments::tensorOf).toArray(Tensor[]::new)
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
    return has(name) ? CaseArrays.dtype((String) get(name)) : standard;
  }

  /// {@return the argument as an index}
  Index[] index(String name) {
    List<?> parts = get(name) instanceof List<?> list ? list : List.of(get(name));
    return parts.stream()
        .map(part ->
            switch (part) {
              case Index index -> index;
              case Integer position -> Index.at(position);
              case Tensor tensor -> Index.of(tensor);
              case List<?> list -> Index.of(tensorOf(list));
              case null, default -> throw new MissingFeatureException("an index of " + part);
            })
        .toArray(Index[]::new);
  }
}

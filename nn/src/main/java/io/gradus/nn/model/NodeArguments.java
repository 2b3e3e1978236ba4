package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The arguments of a call in a model graph, in Keras' form: null, `Boolean`, `Number`, `String`,
/// [Tensor], [io.gradus.tensor.Index], and lists and maps of these.
///
/// @param args the positional arguments
/// @param kwargs the arguments by name
record NodeArguments(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
  /// Takes the form that Java code gives.
  static NodeArguments of(@Nullable Object... args) {
    List<@Nullable Object> all = new ArrayList<>();
    for (Object arg : args) {
      all.add(arg);
    }
    return new NodeArguments(all, Map.of());
  }

  /// {@return the tensors among them, in order}
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    map(tensor -> {
      tensors.add(tensor);
      return tensor;
    });
    return tensors;
  }

  /// {@return these arguments with each tensor replaced}
  NodeArguments map(UnaryOperator<Tensor> change) {
    List<@Nullable Object> all = new ArrayList<>();
    args.forEach(value -> all.add(mapped(value, change)));
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    kwargs.forEach((name, value) -> named.put(name, mapped(value, change)));
    return new NodeArguments(all, named);
  }

  private static @Nullable Object mapped(@Nullable Object value, UnaryOperator<Tensor> change) {
    return switch (value) {
      case Tensor tensor -> change.apply(tensor);
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(element -> all.add(mapped(element, change)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((key, element) -> all.put(key, mapped(element, change)));
        yield all;
      }
      case null, default -> value;
    };
  }
}

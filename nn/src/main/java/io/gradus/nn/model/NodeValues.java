package io.gradus.nn.model;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The values among the arguments of a call, as Keras writes them: tensors of the model by their
/// places, constants, and parts of indices.
final class NodeValues {
  private static final String CLASS = "class_name";
  private static final String CONFIG = "config";

  private NodeValues() {}

  /// {@return the value that a configuration holds}
  ///
  /// @param tensors gives the tensor at a place
  /// @throws IllegalArgumentException if it holds none
  static @Nullable Object read(@Nullable Object value, Function<Place, Tensor> tensors) {
    return switch (value) {
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(element -> all.add(read(element, tensors)));
        yield all;
      }
      case Map<?, ?> map when map.get(CLASS) instanceof String kind && map.containsKey(CONFIG) ->
          object(kind, map.get(CONFIG) instanceof Map<?, ?> config ? config : Map.of(), tensors);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((name, element) -> all.put(String.valueOf(name), read(element, tensors)));
        yield all;
      }
      case null, default -> value;
    };
  }

  private static Object object(String kind, Map<?, ?> config, Function<Place, Tensor> tensors) {
    return switch (kind) {
      case "__keras_tensor__" -> {
        Object history = config.get("keras_history");
        if (history == null) {
          throw new IllegalArgumentException("a tensor has no keras_history");
        }
        yield tensors.apply(Place.of(history));
      }
      case "__tensor__", "__numpy__" ->
          constant(config.get("value"), String.valueOf(config.get("dtype")));
      case "__slice__" -> {
        Long step = whole(config.get("step"));
        yield Index.range(
            whole(config.get("start")), whole(config.get("stop")), step == null ? 1 : step);
      }
      case "__ellipsis__" -> Index.ELLIPSIS;
      default ->
          throw new UnsupportedConfigException(
              "Functional: a value of class %s in a call is not supported yet".formatted(kind));
    };
  }

  private static @Nullable Long whole(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Long number -> number;
      default ->
          throw new UnsupportedConfigException(
              "Functional: a slice with %s is not supported yet".formatted(value));
    };
  }

  private static Tensor constant(@Nullable Object value, String name) {
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        List<Object> elements = new ArrayList<>();
        List<Long> dims = new ArrayList<>();
        collect(value, 0, dims, elements);
        Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
        return elements(elements, dtype).reshape(shape);
      }
    }
    throw new UnsupportedConfigException(
        "Functional: a constant of dtype %s is not supported yet".formatted(name));
  }

  private static void collect(
      @Nullable Object value, int depth, List<Long> dims, List<Object> elements) {
    if (!(value instanceof List<?> list)) {
      if (value == null || depth != dims.size()) {
        throw new IllegalArgumentException("a constant is no array: " + value);
      }
      elements.add(value);
      return;
    }
    if (depth == dims.size()) {
      if (!elements.isEmpty()) {
        throw new IllegalArgumentException("a constant is no array: " + value);
      }
      dims.add((long) list.size());
    } else if (dims.get(depth) != list.size()) {
      throw new IllegalArgumentException("a constant is no array: " + value);
    }
    list.forEach(element -> collect(element, depth + 1, dims, elements));
  }

  private static Tensor elements(List<Object> elements, DType dtype) {
    if (dtype.isFloating()) {
      double[] values = new double[elements.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = number(elements.get(i)).doubleValue();
      }
      return Tensor.of(values).cast(dtype);
    }
    long[] values = new long[elements.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          elements.get(i) instanceof Boolean truth
              ? (truth ? 1 : 0)
              : number(elements.get(i)).longValue();
    }
    return Tensor.of(values).cast(dtype);
  }

  private static Number number(Object element) {
    if (element instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("a constant holds " + element);
  }

  /// {@return the value as Keras writes it}
  ///
  /// @param places gives a tensor's place, or null for a constant
  static @Nullable Object write(@Nullable Object value, Function<Tensor, @Nullable Place> places) {
    return switch (value) {
      case Tensor tensor -> {
        Place place = places.apply(tensor);
        yield place == null ? constant(tensor) : symbol(tensor, place);
      }
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(element -> all.add(write(element, places)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((name, element) -> all.put(String.valueOf(name), write(element, places)));
        yield all;
      }
      case Index.Range(Long start, Long stop, long step) -> {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("start", start);
        config.put("stop", stop);
        config.put("step", step == 1 ? null : step);
        yield object("__slice__", config);
      }
      case Index.Ellipsis() -> object("__ellipsis__", new LinkedHashMap<>());
      case Index.NewAxis() -> null;
      case Index.At(long position) -> position;
      case null, default -> value;
    };
  }

  private static Map<String, Object> object(String kind, Map<String, ?> config) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put(CLASS, kind);
    written.put(CONFIG, config);
    return written;
  }

  private static Map<String, Object> symbol(Tensor tensor, Place place) {
    Shape shape = tensor.shape();
    List<@Nullable Long> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.add(shape.isKnown(axis) ? shape.dim(axis) : null);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("shape", dims);
    config.put("dtype", tensor.dtype().toString());
    config.put("keras_history", place.written());
    return object("__keras_tensor__", config);
  }

  private static Map<String, Object> constant(Tensor tensor) {
    if (tensor.isSymbolic()) {
      throw new IllegalArgumentException(
          "functional: a tensor of a call comes of nothing in the model; got " + tensor.type());
    }
    if (!tensor.shape().isKnown() || (tensor.rank() > 1 && tensor.size() == 0)) {
      throw new UnsupportedConfigException(
          "functional: a constant of no elements, or not known how many, has no configuration; got "
              + tensor.type());
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("value", nested(tensor));
    config.put("dtype", tensor.dtype().toString());
    // A NumPy array has at least one axis where Keras writes it.
    return object(tensor.rank() == 0 ? "__tensor__" : "__numpy__", config);
  }

  private static Object nested(Tensor tensor) {
    if (tensor.rank() == 0) {
      return scalar(tensor);
    }
    boolean floating = tensor.dtype().isFloating();
    double[] numbers = floating ? tensor.cast(DType.FLOAT64).toDoubleArray() : new double[0];
    long[] wholes = floating ? new long[0] : tensor.cast(DType.INT64).toLongArray();
    boolean truths = tensor.dtype() == DType.BOOL;
    IntFunction<Object> element =
        i -> floating ? (Object) numbers[i] : truths ? (Object) (wholes[i] != 0) : wholes[i];
    return nested(tensor.shape(), 0, 0, element);
  }

  private static Object nested(Shape shape, int axis, int start, IntFunction<Object> element) {
    if (axis == shape.rank()) {
      return element.apply(start);
    }
    int stride = Math.toIntExact(shape.from(axis + 1).size());
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < shape.dim(axis); i++) {
      parts.add(nested(shape, axis + 1, start + i * stride, element));
    }
    return parts;
  }

  /// {@return the only element, as JSON has it}
  static Object scalar(Tensor tensor) {
    DType dtype = tensor.dtype();
    if (dtype == DType.BOOL) {
      return tensor.cast(DType.INT32).item() != 0;
    }
    return dtype.isFloating()
        ? (Object) tensor.cast(DType.FLOAT64).toDoubleArray()[0]
        : (Object) tensor.cast(DType.INT64).toLongArray()[0];
  }
}

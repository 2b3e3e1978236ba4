package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that the types of a layer's outputs depend on in a call: the types of inputs, masks and
/// arguments.
record Outline(
    List<TensorType> inputs, List<@Nullable TensorType> masks, Map<String, Object> arguments) {
  /// {@return that of a call with these values}
  static Outline of(Values in) {
    List<@Nullable TensorType> masks = new ArrayList<>();
    in.masks().forEach(mask -> masks.add(mask == null ? null : mask.type()));
    Map<String, Object> arguments = new LinkedHashMap<>();
    in.arguments()
        .values()
        .forEach((name, value) ->
            arguments.put(
                name,
                switch (value) {
                  case Tensor tensor -> tensor.type();
                  case List<?> all -> all.stream().map(each -> ((Tensor) each).type()).toList();
                  default -> value;
                }));
    return new Outline(in.types(), masks, arguments);
  }

  /// {@return that of a call in which only types are looked for, else null}
  static @Nullable Outline ofSymbols(Values in) {
    for (Tensor x : in.all()) {
      if (!(x.symbolOf() instanceof TypeTrace)) {
        return null;
      }
    }
    return of(in);
  }
}

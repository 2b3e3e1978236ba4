package io.gradus.conformance;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.operation.KerasOps;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls of functions of `keras.ops` as case files write them.
final class OpCalls {
  private OpCalls() {}

  /// {@return the results of a function}
  ///
  /// @param call the call, with `args` and `kwargs`
  /// @throws MissingFeatureException if Gradus has no such function, parameter or value
  static List<Tensor> call(String function, Fields call, CaseArrays arrays) {
    List<@Nullable Object> args = new ArrayList<>();
    call.list("args").forEach(value -> args.add(decoded(value, arrays)));
    Map<String, @Nullable Object> kwargs = new HashMap<>();
    call.objectOrEmpty("kwargs")
        .map()
        .forEach((name, value) -> kwargs.put((String) name, decoded(value, arrays)));
    try {
      return KerasOps.of(function).call(args, kwargs);
    } catch (UnsupportedConfigException e) {
      throw new MissingFeatureException(e);
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
}

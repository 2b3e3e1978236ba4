package io.gradus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object of a case file. A key that is missing or holds something else is an error that
/// names it.
///
/// @param map the values: null, `Boolean`, `Number`, `String`, lists and maps
record Fields(Map<?, ?> map) {
  boolean has(String key) {
    return map.get(key) != null;
  }

  @Nullable Object get(String key) {
    return map.get(key);
  }

  /// {@return the value, which must be there}
  Object value(String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("case file: key \"" + key + "\" is missing");
    }
    return value;
  }

  String text(String key) {
    return as(String.class, key);
  }

  double number(String key) {
    return as(Number.class, key).doubleValue();
  }

  int integer(String key) {
    return as(Number.class, key).intValue();
  }

  Fields object(String key) {
    return new Fields(as(Map.class, key));
  }

  /// {@return the object, empty if there is none}
  Fields objectOrEmpty(String key) {
    return has(key) ? object(key) : new Fields(Map.of());
  }

  List<?> list(String key) {
    return as(List.class, key);
  }

  /// {@return the list of objects, empty if there is none}
  List<Fields> objects(String key) {
    List<Fields> objects = new ArrayList<>();
    for (Object element : has(key) ? list(key) : List.of()) {
      objects.add(of(element));
    }
    return objects;
  }

  /// {@return the lengths in a list of integers}
  long[] dims(String key) {
    return list(key).stream().mapToLong(dim -> ((Number) dim).longValue()).toArray();
  }

  static Fields of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(map);
    }
    throw new IllegalArgumentException("case file: expected an object, got " + value);
  }

  private <T> T as(Class<T> type, String key) {
    Object value = value(key);
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException(
        "case file: key \"%s\" holds %s, no %s".formatted(key, value, type.getSimpleName()));
  }
}

package io.gradus.formats.legacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The configuration of one layer on its way to the form of Keras 3: rules change class and keys in
/// place.
final class OldLayer {
  private String className;
  private final Map<String, @Nullable Object> config;

  /// A copy of a layer's configuration.
  OldLayer(String className, Map<?, ?> config) {
    this.className = className;
    this.config = new LinkedHashMap<>();
    config.forEach((key, value) -> this.config.put(String.valueOf(key), plain(value)));
  }

  /// {@return a value without the wrapping of what is no JSON: arrays of NumPy and tuples are lists
  /// or numbers}
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      if ("ndarray".equals(map.get("type")) && map.containsKey("value")) {
        return map.get("value");
      }
      Object kind = map.get("class_name");
      if (("__tuple__".equals(kind) || "TensorShape".equals(kind)) && map.containsKey("items")) {
        return map.get("items");
      }
      if ("__numpy__".equals(kind) && map.get("config") instanceof Map<?, ?> array) {
        return array.get("value");
      }
    }
    return value;
  }

  /// {@return the class}
  String className() {
    return className;
  }

  /// Makes it one of another class.
  OldLayer become(String changed) {
    className = changed;
    return this;
  }

  /// {@return the keys and values}
  Map<String, @Nullable Object> config() {
    return config;
  }

  /// {@return the layer's name, or null}
  @Nullable String name() {
    return config.get("name") instanceof String name ? name : null;
  }

  boolean has(String key) {
    return config.containsKey(key);
  }

  @Nullable Object get(String key) {
    return config.get(key);
  }

  /// Sets a key.
  OldLayer put(String key, @Nullable Object value) {
    config.put(key, value);
    return this;
  }

  /// Sets a key that is not there.
  OldLayer standard(String key, @Nullable Object value) {
    config.putIfAbsent(key, value);
    return this;
  }

  /// {@return the value of a key, which is taken out}
  @Nullable Object take(String key) {
    return config.remove(key);
  }

  /// Gives a key, if it is there, another name.
  OldLayer rename(String old, String changed) {
    if (config.containsKey(old)) {
      if (config.containsKey(changed)) {
        throw problem(old, "stands beside " + changed + ", which is the same");
      }
      config.put(changed, config.remove(old));
    }
    return this;
  }

  /// Leaves keys out that say nothing of what the layer computes.
  OldLayer drop(String... keys) {
    config.keySet().removeAll(Arrays.asList(keys));
    return this;
  }

  /// Leaves out a key that may have only these values here.
  ///
  /// @throws IllegalArgumentException if it has another
  OldLayer dropIf(String key, @Nullable Object... values) {
    if (config.containsKey(key)) {
      Object value = config.get(key);
      if (Arrays.stream(values).noneMatch(allowed -> isSame(allowed, value))) {
        throw problem(
            key, value + " is not supported; " + Arrays.asList(values).getFirst() + " is");
      }
      config.remove(key);
    }
    return this;
  }

  private static boolean isSame(@Nullable Object a, @Nullable Object b) {
    return (a instanceof Number left && b instanceof Number right)
        ? left.doubleValue() == right.doubleValue()
        : Objects.equals(a, b);
  }

  /// Makes a list of one number that number.
  OldLayer unwrap(String key) {
    if (config.get(key) instanceof List<?> list && list.size() == 1) {
      config.put(key, list.getFirst());
    }
    return this;
  }

  /// Puts the values of several keys into a list under another.
  OldLayer gather(String key, String... parts) {
    if (config.containsKey(parts[0])) {
      List<@Nullable Object> values = new ArrayList<>();
      for (String part : parts) {
        if (!config.containsKey(part)) {
          throw problem(part, "is missing");
        }
        values.add(config.remove(part));
      }
      config.put(key, values);
    }
    return this;
  }

  /// {@return a list of whole numbers}
  long[] lengths(String key) {
    if (config.get(key) instanceof List<?> list
        && list.stream().allMatch(part -> part instanceof Number)) {
      return list.stream().mapToLong(part -> ((Number) part).longValue()).toArray();
    }
    if (config.get(key) instanceof Number number) {
      return new long[] {number.longValue()};
    }
    throw problem(key, "expected whole numbers, got " + config.get(key));
  }

  /// {@return what is wrong with a key, with layer and class}
  IllegalArgumentException problem(String key, String problem) {
    return new IllegalArgumentException("%s: key \"%s\": %s".formatted(this, key, problem));
  }

  /// {@return why the layer as a whole is refused, and what can be done}
  IllegalArgumentException refusal(String reason) {
    return new IllegalArgumentException("%s %s".formatted(this, reason));
  }

  /// {@return the layer in the form of Keras 3}
  Map<String, @Nullable Object> written() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("class_name", className);
    object.put("config", config);
    return object;
  }

  @Override
  public String toString() {
    String name = name();
    return name == null ? className : "layer \"%s\" (%s)".formatted(name, className);
  }
}

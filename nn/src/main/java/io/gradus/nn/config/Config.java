package io.gradus.nn.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of a configuration, read by their keys.
public final class Config {
  private final Map<ConfigKey<?>, @Nullable Object> values;

  Config(Map<ConfigKey<?>, @Nullable Object> values) {
    this.values = values;
  }

  /// {@return the value of a key of the schema that this configuration was read with}
  // The schema puts only values of the key's codec here, null only where the codec gives it.
  @SuppressWarnings({"unchecked", "NullAway"})
  public <V extends @Nullable Object> V get(ConfigKey<V> key) {
    if (!values.containsKey(key)) {
      throw new IllegalArgumentException("config: " + key.name() + " is no key of this schema");
    }
    return (V) values.get(key);
  }
}

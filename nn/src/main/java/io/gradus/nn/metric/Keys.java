package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.UnsupportedConfigException;
import org.jspecify.annotations.Nullable;

/// The keys that configurations of several metrics have.
final class Keys {
  static final ConfigKey<String> NAME = new ConfigKey<>("name", Codec.TEXT);
  static final ConfigKey<Integer> AXIS = new ConfigKey<>("axis", Codec.INTEGER);
  static final ConfigKey<Integer> K = new ConfigKey<>("k", Codec.INTEGER);
  static final ConfigKey<@Nullable Integer> TOP_K =
      new ConfigKey<>("top_k", Codec.INTEGER.orNull());
  static final ConfigKey<@Nullable Integer> CLASS_ID =
      new ConfigKey<>("class_id", Codec.INTEGER.orNull());
  static final ConfigKey<Integer> NUM_THRESHOLDS = new ConfigKey<>("num_thresholds", Codec.INTEGER);
  static final ConfigKey<Boolean> FROM_LOGITS = new ConfigKey<>("from_logits", Codec.TRUTH);

  // Keras up to 3.2 writes null where its standard type is meant.
  private static final ConfigKey<String> DTYPE =
      new ConfigKey<>("dtype", new Codec<>(Keys::readDtype, dtype -> dtype));
  private static final String STANDARD = "float32";

  private Keys() {}

  /// {@return a schema with the keys that all metrics have}
  static <T extends Metric> Schema.Builder<T> schema(String className, String name) {
    return Schema.<T>of(className)
        .optional(NAME, Metric::name, name)
        .optional(DTYPE, _ -> STANDARD, STANDARD);
  }

  private static String readDtype(@Nullable Object value) {
    if (value == null || value.equals(STANDARD)) {
      return STANDARD;
    }
    throw new UnsupportedConfigException(
        "a metric's dtype %s is not supported yet".formatted(value));
  }
}

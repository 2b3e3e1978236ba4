package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.UnsupportedConfigException;
import org.jspecify.annotations.Nullable;

/// Keras' key for sparse results, of which there are none here.
final class Sparse {
  static final ConfigKey<Boolean> KEY =
      new ConfigKey<>("sparse", new Codec<>(Sparse::read, sparse -> sparse));

  private Sparse() {}

  private static Boolean read(@Nullable Object value) {
    if (!Boolean.FALSE.equals(value)) {
      throw new UnsupportedConfigException("sparse = " + value + " is not supported yet");
    }
    return false;
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which of several numbers a token outside the vocabulary gets (Keras' `oov_method`).
enum OovMethod {
  /// The remainder of a whole number; the fingerprint of a text.
  FLOORMOD,

  /// The fingerprint.
  FARMHASH;

  static final Codec<OovMethod> CODEC = new Codec<>(OovMethod::read, OovMethod::toString);

  private static OovMethod read(@Nullable Object value) {
    String name = String.valueOf(value);
    for (OovMethod method : values()) {
      if (method.toString().equals(name)) {
        return method;
      }
    }
    throw Names.unknown(
        "oov method", name, Arrays.stream(values()).map(OovMethod::toString).toList());
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an image is between its pixels (Keras' `interpolation`).
public enum Resampling {
  /// The nearest pixel.
  NEAREST,
  /// Between the four pixels around, each the more the nearer.
  BILINEAR;

  static final Codec<Resampling> CODEC = new Codec<>(Resampling::read, Resampling::toString);

  private static Resampling read(@Nullable Object value) {
    for (Resampling way : values()) {
      if (way.toString().equals(value)) {
        return way;
      }
    }
    throw Names.unknown(
        "interpolation",
        String.valueOf(value),
        Arrays.stream(values()).map(Resampling::toString).toList());
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

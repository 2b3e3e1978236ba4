package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What stands beyond the edges of an image (Keras' `fill_mode`), for pixels `abcd`.
public enum FillMode {
  /// The image mirrored, `dcba|abcd|dcba`.
  REFLECT,
  /// The image mirrored at its last pixels, `dcb|abcd|cba`. As in Keras, only
  /// [RandomElasticTransform] takes it.
  MIRROR,
  /// The image again, `abcd|abcd|abcd`.
  WRAP,
  /// One value, `kkkk|abcd|kkkk`.
  CONSTANT,
  /// The pixels at the edge, `aaaa|abcd|dddd`.
  NEAREST;

  static final Codec<FillMode> CODEC = new Codec<>(FillMode::read, FillMode::toString);

  private static FillMode read(@Nullable Object value) {
    for (FillMode mode : values()) {
      if (mode.toString().equals(value)) {
        return mode;
      }
    }
    throw Names.unknown(
        "fill mode",
        String.valueOf(value),
        Arrays.stream(values()).map(FillMode::toString).toList());
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Tensor;
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

  /// {@return positions on an endless axis as positions on one of this length}
  Tensor position(Tensor at, long length) {
    return switch (this) {
      case REFLECT -> {
        Tensor turn = at.mod(2 * length);
        yield turn.minimum(turn.neg().add(2 * length - 1));
      }
      case MIRROR -> {
        Tensor turn = at.mod(Math.max(1, 2 * length - 2));
        yield turn.minimum(turn.neg().add(2 * length - 2));
      }
      case WRAP -> at.mod(length);
      case CONSTANT, NEAREST -> at.clip(0, length - 1);
    };
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

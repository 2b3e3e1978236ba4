package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a [Bidirectional] layer makes of the outputs of its two directions.
public enum MergeMode {
  /// One after the other along the last axis; the default.
  CONCAT,
  /// Their sum.
  SUM,
  /// Their product.
  MUL,
  /// Their mean.
  AVE,
  /// Both, as two outputs.
  NONE;

  static final Codec<MergeMode> CODEC =
      new Codec<>(
          value -> value == null ? NONE : of(String.valueOf(value)),
          mode -> mode == NONE ? null : mode.name().toLowerCase(Locale.ROOT));

  private static MergeMode of(String name) {
    for (MergeMode mode : values()) {
      if (mode != NONE && mode.name().toLowerCase(Locale.ROOT).equals(name)) {
        return mode;
      }
    }
    throw Names.unknown(
        "merge mode",
        name,
        Arrays.stream(values())
            .filter(mode -> mode != NONE)
            .map(mode -> mode.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  List<Tensor> merged(Tensor forward, Tensor backward) {
    return switch (this) {
      case CONCAT -> List.of(Tensor.concat(-1, forward, backward));
      case SUM -> List.of(forward.add(backward));
      case MUL -> List.of(forward.mul(backward));
      case AVE -> List.of(forward.add(backward).div(2));
      case NONE -> List.of(forward, backward);
    };
  }
}

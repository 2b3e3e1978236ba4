package io.gradus.nn.box;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.Locale;

/// What the four numbers of a bounding box are: in pixels, or as shares of the image's width and
/// height. `x` goes to the right, `y` down.
public enum BoxFormat {
  /// Left, top, right, bottom.
  XYXY,
  /// Top, left, bottom, right.
  YXYX,
  /// Left, top, width, height.
  XYWH,
  /// The middle's `x` and `y`, width, height.
  CENTER_XYWH,
  /// The middle's `y` and `x`, height, width.
  CENTER_YXHW,
  /// Left, top, right, bottom as shares.
  REL_XYXY,
  /// Top, left, bottom, right as shares.
  REL_YXYX,
  /// Left, top, width, height as shares.
  REL_XYWH,
  /// The middle's `x` and `y`, width, height as shares.
  REL_CENTER_XYWH;

  /// As Keras writes it.
  public static final Codec<BoxFormat> CODEC =
      new Codec<>(value -> of(Codec.TEXT.read().apply(value)), BoxFormat::toString);

  /// {@return the format by Keras' name, such as `xyxy`, in capital or small letters}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public static BoxFormat of(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(small))
        .findFirst()
        .orElseThrow(() ->
            Names.unknown(
                "bounding box format",
                name,
                Arrays.stream(values()).map(BoxFormat::toString).toList()));
  }

  /// {@return whether the numbers are shares of the image's size}
  public boolean isRelative() {
    return compareTo(REL_XYXY) >= 0;
  }

  /// {@return the format in pixels with the same numbers otherwise}
  BoxFormat absolute() {
    return switch (this) {
      case REL_XYXY -> XYXY;
      case REL_YXYX -> YXYX;
      case REL_XYWH -> XYWH;
      case REL_CENTER_XYWH -> CENTER_XYWH;
      default -> this;
    };
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Names;
import java.util.Arrays;
import java.util.Locale;

/// What an [STFTSpectrogram] gives of each frequency.
public enum SpectrogramMode {
  /// The logarithm of the magnitude, the default.
  LOG,
  /// The magnitude.
  MAGNITUDE,
  /// The power spectral density of a real signal: the power, doubled but at both ends.
  PSD,
  /// The real part.
  REAL,
  /// The imaginary part.
  IMAG,
  /// The angle, in radians.
  ANGLE,
  /// The real parts of all frequencies, then the imaginary ones.
  STFT;

  static final Codec<SpectrogramMode> CODEC =
      new Codec<>(value -> of(Codec.TEXT.read().apply(value)), SpectrogramMode::toString);

  /// {@return the mode by Keras' name, such as `log`}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public static SpectrogramMode of(String name) {
    for (SpectrogramMode mode : values()) {
      if (mode.toString().equals(name)) {
        return mode;
      }
    }
    throw Names.unknown(
        "mode", name, Arrays.stream(values()).map(SpectrogramMode::toString).toList());
  }

  /// {@return Keras' name}
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

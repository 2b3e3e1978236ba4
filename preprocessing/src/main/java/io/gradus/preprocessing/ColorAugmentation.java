package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import org.jspecify.annotations.Nullable;

/// Changes the colours of images at random, by a factor that is drawn from a range for each.
///
/// @param <A> the layer
abstract class ColorAugmentation<A extends ColorAugmentation<A>> extends ImageAugmentation<A> {
  /// The values of images unless others are given.
  static final Range BYTES = new Range(0, 255);

  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);

  private final Range factor;
  private final Range values;

  /// Makes a layer.
  interface Maker<A> {
    A make(Settings settings, ImageOptions image, Range factor, Range values);
  }

  ColorAugmentation(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor;
    this.values = values;
  }

  /// {@return the configuration of a layer, as Keras writes it}
  ///
  /// @param codec how a configuration holds the factor
  /// @param standard the factor unless one is given, or null if one must be
  static <A extends ColorAugmentation<A>> Schema<A> schemaOfColors(
      String className, Codec<Range> codec, @Nullable Range standard, Maker<A> maker) {
    ConfigKey<Range> key = new ConfigKey<>("factor", codec);
    Schema.Builder<A> images = schemaOfImages(className);
    Schema.Builder<A> colors =
        standard == null
            ? images.required(key, ColorAugmentation::factor)
            : images.optional(key, ColorAugmentation::factor, standard);
    return colors
        .optional(VALUES, ColorAugmentation::values, BYTES)
        .build(c -> maker.make(settings(c), image(c), c.get(key), c.get(VALUES)));
  }

  final Range factor() {
    return factor;
  }

  final Range values() {
    return values;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(Settings settings, ImageOptions image, Range factor, Range values);

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public final A valueRange(double low, double high) {
    return with(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  final A with(Settings settings, ImageOptions changed) {
    return with(settings, changed, factor, values);
  }

  @Override
  int draws() {
    return 1;
  }
}

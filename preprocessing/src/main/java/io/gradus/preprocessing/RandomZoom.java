package io.gradus.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Zooms each image by random shares of its height and width while training
/// (`keras.layers.RandomZoom`), out where positive and in where negative; in inference they stay as
/// they are. Without a range for the width both are zoomed alike.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomZoom extends AffineAugmentation<RandomZoom> {
  private static final ConfigKey<Range> HEIGHT =
      new ConfigKey<>("height_factor", Range.AROUND_ZERO_AS_GIVEN);
  private static final ConfigKey<@Nullable Range> WIDTH =
      new ConfigKey<>("width_factor", Range.AROUND_ZERO_AS_GIVEN.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<RandomZoom> SCHEMA =
      WarpingAugmentation.<RandomZoom>schemaOfWarps("RandomZoom")
          .required(HEIGHT, layer -> layer.height)
          .optional(WIDTH, layer -> layer.width, null)
          .build(RandomZoom::new);

  private final Range height;
  private final @Nullable Range width;

  /// A layer that zooms height and width alike, by up to this share out and in.
  public RandomZoom(double factor) {
    this(-factor, factor);
  }

  /// A layer that zooms height and width alike, by shares in this range, above −1 and up to 1.
  public RandomZoom(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, WarpOptions.DEFAULT, Range.of(low, high), null);
  }

  private RandomZoom(
      Settings settings,
      ImageOptions image,
      WarpOptions warp,
      Range height,
      @Nullable Range width) {
    super(settings, image, warp);
    this.height = checked("heightFactor", height);
    this.width = width == null ? null : checked("widthFactor", width);
  }

  private static Range checked(String name, Range range) {
    if (range.low() <= -1) {
      throw new IllegalArgumentException(
          "random zoom: %s must be greater than -1, got %s".formatted(name, range.low()));
    }
    return range.within("random zoom", name, -1, 1);
  }

  private RandomZoom(Config config) {
    this(settings(config), image(config), warp(config), config.get(HEIGHT), config.get(WIDTH));
  }

  /// {@return this layer, unbuilt, that zooms the width by shares of its own in this range}
  public RandomZoom widthFactor(double low, double high) {
    return new RandomZoom(settings(), image(), warp(), height, Range.of(low, high));
  }

  @Override
  RandomZoom with(Settings settings, ImageOptions changed) {
    return new RandomZoom(settings, changed, warp(), height, width);
  }

  @Override
  RandomZoom with(WarpOptions changed) {
    return new RandomZoom(settings(), image(), changed, height, width);
  }

  @Override
  public Schema<RandomZoom> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return width == null ? 1 : 2;
  }

  @Override
  Affine affine(long rows, long columns, Tensor drawn) {
    Tensor ofHeight = height.of(number(drawn, 0)).add(1);
    Tensor ofWidth = width == null ? ofHeight : width.of(number(drawn, 1)).add(1);
    Tensor zero = Tensor.scalar(ofHeight.dtype(), 0);
    Tensor fromX = ofWidth.neg().add(1).mul((columns - 1) / 2.0);
    Tensor fromY = ofHeight.neg().add(1).mul((rows - 1) / 2.0);
    return new Affine(ofWidth, zero, fromX, zero, ofHeight, fromY);
  }
}

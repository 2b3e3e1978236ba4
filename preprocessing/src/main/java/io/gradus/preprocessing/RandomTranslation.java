package io.gradus.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// Shifts each image by random shares of its height and width while training
/// (`keras.layers.RandomTranslation`), down and to the right where positive; in inference they stay
/// as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomTranslation extends AffineAugmentation<RandomTranslation> {
  private static final ConfigKey<Range> HEIGHT =
      new ConfigKey<>("height_factor", Range.AROUND_ZERO_AS_GIVEN);
  private static final ConfigKey<Range> WIDTH =
      new ConfigKey<>("width_factor", Range.AROUND_ZERO_AS_GIVEN);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomTranslation> SCHEMA =
      WarpingAugmentation.<RandomTranslation>schemaOfWarps("RandomTranslation")
          .required(HEIGHT, layer -> layer.height)
          .required(WIDTH, layer -> layer.width)
          .build(RandomTranslation::new);

  private final Range height;
  private final Range width;

  /// A layer that shifts by up to these shares in both directions.
  public RandomTranslation(double heightFactor, double widthFactor) {
    this(
        Settings.DEFAULT,
        ImageOptions.DEFAULT,
        WarpOptions.DEFAULT,
        Range.around(heightFactor),
        Range.around(widthFactor));
  }

  private RandomTranslation(
      Settings settings, ImageOptions image, WarpOptions warp, Range height, Range width) {
    super(settings, image, warp);
    this.height = height.within("random translation", "heightFactor", -1, 1);
    this.width = width.within("random translation", "widthFactor", -1, 1);
  }

  private RandomTranslation(Config config) {
    this(settings(config), image(config), warp(config), config.get(HEIGHT), config.get(WIDTH));
  }

  /// {@return this layer, unbuilt, that shifts down by shares of the height in this range}
  public RandomTranslation heightFactor(double low, double high) {
    return new RandomTranslation(settings(), image(), warp(), Range.of(low, high), width);
  }

  /// {@return this layer, unbuilt, that shifts right by shares of the width in this range}
  public RandomTranslation widthFactor(double low, double high) {
    return new RandomTranslation(settings(), image(), warp(), height, Range.of(low, high));
  }

  @Override
  RandomTranslation with(Settings settings, ImageOptions changed) {
    return new RandomTranslation(settings, changed, warp(), height, width);
  }

  @Override
  RandomTranslation with(WarpOptions changed) {
    return new RandomTranslation(settings(), image(), changed, height, width);
  }

  @Override
  public Schema<RandomTranslation> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  Affine affine(long rows, long columns, Tensor drawn) {
    Tensor down = height.of(number(drawn, 0)).mul((double) rows);
    Tensor right = width.of(number(drawn, 1)).mul((double) columns);
    Tensor zero = Tensor.scalar(down.dtype(), 0);
    Tensor one = Tensor.scalar(down.dtype(), 1);
    return new Affine(one, zero, right.neg(), zero, one, down.neg());
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// Turns each image by a random angle while training (`keras.layers.RandomRotation`), given as a
/// share of the full turn, counter-clockwise where positive; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomRotation extends AffineAugmentation<RandomRotation> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.AROUND_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomRotation> SCHEMA =
      WarpingAugmentation.<RandomRotation>schemaOfWarps("RandomRotation")
          .required(FACTOR, layer -> layer.factor)
          // Written by Keras up to 3.5, which has no use for it.
          .ignored("value_range")
          .build(RandomRotation::new);

  private final Range factor;

  /// A layer that turns by up to this share of the full turn in both directions.
  public RandomRotation(double factor) {
    this(-factor, factor);
  }

  /// A layer that turns by shares of the full turn in this range.
  public RandomRotation(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, WarpOptions.DEFAULT, Range.of(low, high));
  }

  private RandomRotation(Settings settings, ImageOptions image, WarpOptions warp, Range factor) {
    super(settings, image, warp);
    this.factor = factor.within("random rotation", "factor", -1, 1);
  }

  private RandomRotation(Config config) {
    this(settings(config), image(config), warp(config), config.get(FACTOR));
  }

  @Override
  RandomRotation with(Settings settings, ImageOptions changed) {
    return new RandomRotation(settings, changed, warp(), factor);
  }

  @Override
  RandomRotation with(WarpOptions changed) {
    return new RandomRotation(settings(), image(), changed, factor);
  }

  @Override
  public Schema<RandomRotation> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Affine affine(long height, long width, Tensor drawn) {
    Tensor angle = factor.of(number(drawn, 0)).mul(2 * Math.PI);
    Tensor cos = angle.cos();
    Tensor sin = angle.sin();
    double x = (width - 1) / 2.0;
    double y = (height - 1) / 2.0;
    Tensor fromX = cos.mul(-x).add(sin.mul(y)).add(x);
    Tensor fromY = sin.mul(-x).sub(cos.mul(y)).add(y);
    return new Affine(cos, sin.neg(), fromX, sin, cos, fromY);
  }
}

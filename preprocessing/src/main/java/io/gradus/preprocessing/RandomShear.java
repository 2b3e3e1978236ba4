package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// Shears each image while training (`keras.layers.RandomShear`): a pixel comes from further right
/// by a random share of its row's number, and from further down by one of its column's; for half of
/// the images both shares change their sign. In inference images stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomShear extends AffineAugmentation<RandomShear> {
  // Keras writes ranges around zero as two numbers but does not read them so.
  private static final Codec<Range> FACTOR =
      new Codec<>(
          Range.AROUND_ZERO.read(),
          range ->
              range.isAroundZero() && range.high() > 0
                  ? range.high()
                  : Range.AROUND_ZERO.write().apply(range));

  private static final ConfigKey<Range> X = new ConfigKey<>("x_factor", FACTOR);
  private static final ConfigKey<Range> Y = new ConfigKey<>("y_factor", FACTOR);
  private static final Range NONE = Range.around(0);

  /// The configuration, as Keras writes it, but for ranges around zero, which are written as the
  /// one number that Keras reads.
  public static final Schema<RandomShear> SCHEMA =
      WarpingAugmentation.<RandomShear>schemaOfWarps("RandomShear")
          .optional(X, layer -> layer.x, NONE)
          .optional(Y, layer -> layer.y, NONE)
          .build(RandomShear::new);

  private final Range x;
  private final Range y;

  /// A layer that shears by up to these shares in both directions.
  ///
  /// @param xFactor the share to the side, in [0, 1]
  /// @param yFactor the share up and down, in [0, 1]
  /// @throws IllegalArgumentException if a share is not in [0, 1]
  public RandomShear(double xFactor, double yFactor) {
    this(
        Settings.DEFAULT,
        ImageOptions.DEFAULT,
        WarpOptions.DEFAULT,
        Range.around(xFactor),
        Range.around(yFactor));
  }

  private RandomShear(Settings settings, ImageOptions image, WarpOptions warp, Range x, Range y) {
    super(settings, image, warp);
    this.x = checked("xFactor", x);
    this.y = checked("yFactor", y);
  }

  private RandomShear(Config config) {
    this(settings(config), image(config), warp(config), config.get(X), config.get(Y));
  }

  private static Range checked(String name, Range range) {
    return range.within("random shear", name, range.isAroundZero() ? -1 : 0, 1);
  }

  /// {@return this layer, unbuilt, that shears to the side by shares in this range, one way or the
  /// other}
  ///
  /// @throws IllegalArgumentException if the range is not in [0, 1]
  public RandomShear xFactor(double low, double high) {
    return new RandomShear(settings(), image(), warp(), Range.of(low, high), y);
  }

  /// {@return this layer, unbuilt, that shears up or down by shares in this range}
  ///
  /// @throws IllegalArgumentException if the range is not in [0, 1]
  public RandomShear yFactor(double low, double high) {
    return new RandomShear(settings(), image(), warp(), x, Range.of(low, high));
  }

  @Override
  RandomShear with(Settings settings, ImageOptions changed) {
    return new RandomShear(settings, changed, warp(), x, y);
  }

  @Override
  RandomShear with(WarpOptions changed) {
    return new RandomShear(settings(), image(), changed, x, y);
  }

  @Override
  public Schema<RandomShear> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 3;
  }

  @Override
  Affine affine(long height, long width, Tensor drawn) {
    Tensor zero = Tensor.scalar(drawn.dtype(), 0);
    Tensor one = Tensor.scalar(drawn.dtype(), 1);
    Tensor sign = number(drawn, 2).greater(0.5).where(one.neg(), one);
    Tensor aside = x.of(number(drawn, 0)).mul(sign);
    Tensor down = y.of(number(drawn, 1)).mul(sign);
    return new Affine(one, aside, zero, down, one, zero);
  }
}

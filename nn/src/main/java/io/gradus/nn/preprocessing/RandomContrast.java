package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// Changes the contrast of each image while training (`keras.layers.RandomContrast`): `(x − mean) ·
/// f
/// + mean` with the mean of each channel, clipped to the range of values; in inference they stay as
///   they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomContrast extends ImageAugmentation<RandomContrast> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomContrast> SCHEMA =
      ImageAugmentation.<RandomContrast>schemaOfImages("RandomContrast")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomContrast::new);

  private final Range factor;
  private final Range values;

  /// A layer that raises the contrast: f is in [1, 1 + factor]. Keras gives one number this
  /// meaning, too.
  public RandomContrast(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), new Range(0, 255));
  }

  /// A layer with f in [1 − low, 1 + high], the smaller number being low.
  public RandomContrast(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomContrast(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random contrast", "factor", 0, 1);
    this.values = values;
  }

  private RandomContrast(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomContrast valueRange(double low, double high) {
    return new RandomContrast(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomContrast with(Settings settings, ImageOptions changed) {
    return new RandomContrast(settings, changed, factor, values);
  }

  @Override
  public Schema<RandomContrast> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Range of = new Range(1 - factor.low(), 1 + factor.high());
    Tensor mean = x.mean(Axes.of(1, 2).keep());
    Tensor f = of.of(column(drawn, 0)).cast(x.dtype());
    return values.clip(x.sub(mean).mul(f).add(mean));
  }
}

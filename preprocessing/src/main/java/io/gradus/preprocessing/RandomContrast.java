package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;

/// Changes the contrast of each image while training (`keras.layers.RandomContrast`): `mean + f·(x
/// − mean)` with the mean of each channel, clipped to the range of values; in inference they stay
/// as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomContrast extends ColorAugmentation<RandomContrast> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomContrast> SCHEMA =
      schemaOfColors("RandomContrast", Range.FROM_ZERO, null, RandomContrast::new);

  /// A layer that raises the contrast: f is in [1, 1 + factor]. Keras gives one number this
  /// meaning, too.
  public RandomContrast(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), BYTES);
  }

  /// A layer with f in [1 − low, 1 + high], the smaller number being low.
  public RandomContrast(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomContrast(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random contrast", "factor", 0, 1), values);
  }

  @Override
  RandomContrast with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomContrast(settings, image, factor, values);
  }

  @Override
  public Schema<RandomContrast> schema() {
    return SCHEMA;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Range of = new Range(1 - factor().low(), 1 + factor().high());
    Tensor mean = x.mean(Axes.of(1, 2).keep());
    Tensor f = of.of(column(drawn, 0)).cast(x.dtype());
    return values().clip(x.sub(mean).mul(f).add(mean));
  }
}

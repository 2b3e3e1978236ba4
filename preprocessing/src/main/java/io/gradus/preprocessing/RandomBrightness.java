package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Makes each image brighter or darker while training (`keras.layers.RandomBrightness`): adds a
/// random share of the range of values, and clips to it; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomBrightness extends ColorAugmentation<RandomBrightness> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomBrightness> SCHEMA =
      schemaOfColors("RandomBrightness", Range.AROUND_ZERO, null, RandomBrightness::new);

  /// A layer that adds a share in [−factor, factor].
  public RandomBrightness(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.around(factor), BYTES);
  }

  /// A layer that adds a share in this range.
  public RandomBrightness(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomBrightness(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random brightness", "factor", -1, 1), values);
  }

  @Override
  RandomBrightness with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomBrightness(settings, image, factor, values);
  }

  @Override
  public Schema<RandomBrightness> schema() {
    return SCHEMA;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor added = factor().of(column(drawn, 0)).mul(values().length());
    return values().clip(x.add(added.cast(x.dtype())));
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Inverts some images while training (`keras.layers.RandomInvert`): takes each value from the
/// largest, with a probability that is itself random; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomInvert extends ColorAugmentation<RandomInvert> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomInvert> SCHEMA =
      schemaOfColors("RandomInvert", Range.FROM_ZERO, new Range(0, 1), RandomInvert::new);

  /// A layer that inverts with a probability in [0, 1].
  public RandomInvert() {
    this(1);
  }

  /// A layer that inverts with a probability in [0, factor].
  public RandomInvert(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), BYTES);
  }

  /// A layer that inverts with a probability in this range.
  public RandomInvert(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomInvert(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random invert", "factor", 0, 1), values);
  }

  @Override
  RandomInvert with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomInvert(settings, image, factor, values);
  }

  @Override
  public Schema<RandomInvert> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    return chosen(factor(), drawn, 0).where(x.neg().add(values().high()), x);
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Shifts the hue of each colour image while training (`keras.layers.RandomHue`) by half of a
/// random share of the colour circle, in either direction; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomHue extends ColorAugmentation<RandomHue> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomHue> SCHEMA =
      schemaOfColors("RandomHue", Range.FROM_ZERO, null, RandomHue::new);

  /// A layer with a share in [0, factor].
  public RandomHue(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), BYTES);
  }

  /// A layer with a share in this range.
  public RandomHue(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomHue(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random hue", "factor", 0, 1), values);
  }

  @Override
  RandomHue with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomHue(settings, image, factor, values);
  }

  @Override
  public Schema<RandomHue> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Range unit = new Range(0, 1);
    Tensor size = factor().of(column(drawn, 1)).mul(0.5);
    Tensor turn = column(drawn, 0).greater(0.5).where(size.neg(), size).cast(x.dtype());
    // Saturation and value stay.
    Tensor shift = turn.mul(Tensor.of(1f, 0f, 0f).cast(x.dtype()));
    Tensor shifted = values().to(unit, x).rgbToHsv().add(shift).hsvToRgb();
    return unit.to(values(), unit.clip(shifted));
  }

  @Override
  void check(TensorType input) {
    checkColours(input);
  }
}

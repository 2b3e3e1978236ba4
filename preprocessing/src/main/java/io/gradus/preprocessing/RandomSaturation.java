package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Changes the saturation of each colour image while training (`keras.layers.RandomSaturation`) by
/// `f / (1 − f + 1e-7)`: 0.5 leaves it, 0 makes it grey; in inference they stay as they are. The
/// saturation stays in [0, 1], also where Keras lets it grow up to the largest value.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomSaturation extends ColorAugmentation<RandomSaturation> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomSaturation> SCHEMA =
      schemaOfColors("RandomSaturation", Range.AROUND_ZERO, null, RandomSaturation::new);

  /// A layer with f in [−factor, factor], as in Keras, where negative ones make images grey.
  public RandomSaturation(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.around(factor), BYTES);
  }

  /// A layer with f in this range.
  public RandomSaturation(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomSaturation(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random saturation", "factor", -1, 1), values);
  }

  @Override
  RandomSaturation with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomSaturation(settings, image, factor, values);
  }

  @Override
  public Schema<RandomSaturation> schema() {
    return SCHEMA;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor f = factor().of(column(drawn, 0));
    Tensor times = f.div(f.neg().add(1 + 1e-7)).cast(x.dtype());
    List<Tensor> colours = x.rgbToHsv().split(3, -1);
    Tensor saturation = colours.get(1).mul(times).clip(0.0, 1.0);
    return Tensor.concat(-1, colours.get(0), saturation, colours.get(2)).hsvToRgb();
  }

  @Override
  void check(TensorType input) {
    checkColours(input);
  }
}

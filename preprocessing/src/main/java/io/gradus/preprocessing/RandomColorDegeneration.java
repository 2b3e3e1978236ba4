package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Takes some of the colour out of each image while training
/// (`keras.layers.RandomColorDegeneration`): `x + f·(grey − x)`; in inference images stay as they
/// are.
///
/// Shapes: `[batch, height, width, 3]`, or one image without the first axis; the output has the
/// input's shape.
public final class RandomColorDegeneration extends ColorAugmentation<RandomColorDegeneration> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomColorDegeneration> SCHEMA =
      schemaOfColors(
          "RandomColorDegeneration", Range.AROUND_ZERO, null, RandomColorDegeneration::new);

  /// A layer with f in [−factor, factor], as in Keras, where negative ones make colours stronger.
  public RandomColorDegeneration(double factor) {
    this(-factor, factor);
  }

  /// A layer with f in this range.
  public RandomColorDegeneration(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomColorDegeneration(
      Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random color degeneration", "factor", -1, 1), values);
  }

  @Override
  RandomColorDegeneration with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomColorDegeneration(settings, image, factor, values);
  }

  @Override
  public Schema<RandomColorDegeneration> schema() {
    return SCHEMA;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor f = factor().of(column(drawn, 0)).cast(x.dtype());
    return values().clip(x.add(f.mul(x.rgbToGrayscale().sub(x))));
  }

  @Override
  void check(TensorType input) {
    checkColours(input);
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Conv;
import io.gradus.tensor.Tensor;

/// Changes the sharpness of each image while training (`keras.layers.RandomSharpness`): `x + (1 −
/// 2f)·(smooth − x)`, where `smooth` is the image blurred by a 3×3 window with 5/13 in the middle
/// and 1/13 around it. So 0.5 leaves the image, 0 blurs it, 1 makes it twice as sharp. In inference
/// images stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomSharpness extends ColorAugmentation<RandomSharpness> {
  /// The configuration, as Keras writes it.
  public static final Schema<RandomSharpness> SCHEMA =
      schemaOfColors("RandomSharpness", Range.FROM_ZERO, null, RandomSharpness::new);

  /// A layer with f in [0, factor].
  public RandomSharpness(double factor) {
    this(0, factor);
  }

  /// A layer with f in this range.
  public RandomSharpness(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), BYTES);
  }

  private RandomSharpness(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random sharpness", "factor", 0, 1), values);
  }

  @Override
  RandomSharpness with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomSharpness(settings, image, factor, values);
  }

  @Override
  public Schema<RandomSharpness> schema() {
    return SCHEMA;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    double[][] window = {{1, 1, 1}, {1, 5, 1}, {1, 1, 1}};
    Tensor kernel =
        Tensor.of(window).div(13).cast(x.dtype()).reshape(3, 3, 1, 1).repeat((int) x.dim(-1), 2);
    Tensor blur = factor().of(column(drawn, 0)).mul(-2).add(1).cast(x.dtype());
    Tensor smooth = x.depthwiseConv(kernel, Conv.SAME);
    return values().clip(x.add(blur.mul(smooth.sub(x))));
  }
}

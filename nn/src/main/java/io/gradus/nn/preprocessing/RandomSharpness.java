package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
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
public final class RandomSharpness extends ImageAugmentation<RandomSharpness> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomSharpness> SCHEMA =
      ImageAugmentation.<RandomSharpness>schemaOfImages("RandomSharpness")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomSharpness::new);

  private final Range factor;
  private final Range values;

  /// A layer with f in [0, factor].
  public RandomSharpness(double factor) {
    this(0, factor);
  }

  /// A layer with f in this range.
  public RandomSharpness(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomSharpness(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random sharpness", "factor", 0, 1);
    this.values = values;
  }

  private RandomSharpness(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomSharpness valueRange(double low, double high) {
    return new RandomSharpness(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomSharpness with(Settings settings, ImageOptions changed) {
    return new RandomSharpness(settings, changed, factor, values);
  }

  @Override
  public Schema<RandomSharpness> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    double[][] window = {{1, 1, 1}, {1, 5, 1}, {1, 1, 1}};
    Tensor kernel =
        Tensor.of(window).div(13).cast(x.dtype()).reshape(3, 3, 1, 1).repeat((int) x.dim(-1), 2);
    Tensor blur = factor.of(column(drawn, 0)).mul(-2).add(1).cast(x.dtype());
    Tensor smooth = x.depthwiseConv(kernel, Conv.SAME);
    return values.clip(x.add(blur.mul(smooth.sub(x))));
  }
}

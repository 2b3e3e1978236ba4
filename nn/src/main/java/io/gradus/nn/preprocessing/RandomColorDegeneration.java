package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
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
public final class RandomColorDegeneration extends ImageAugmentation<RandomColorDegeneration> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomColorDegeneration> SCHEMA =
      ImageAugmentation.<RandomColorDegeneration>schemaOfImages("RandomColorDegeneration")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomColorDegeneration::new);

  private final Range factor;
  private final Range values;

  /// A layer with f in [0, factor].
  public RandomColorDegeneration(double factor) {
    this(0, factor);
  }

  /// A layer with f in this range.
  public RandomColorDegeneration(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomColorDegeneration(
      Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random color degeneration", "factor", 0, 1);
    this.values = values;
  }

  private RandomColorDegeneration(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomColorDegeneration valueRange(double low, double high) {
    return new RandomColorDegeneration(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomColorDegeneration with(Settings settings, ImageOptions changed) {
    return new RandomColorDegeneration(settings, changed, factor, values);
  }

  @Override
  public Schema<RandomColorDegeneration> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor f = factor.of(column(drawn, 0)).cast(x.dtype());
    return values.clip(x.add(f.mul(RandomGrayscale.grey(x).sub(x))));
  }

  @Override
  void check(TensorType input) {
    Hsv.check(this, input);
  }
}

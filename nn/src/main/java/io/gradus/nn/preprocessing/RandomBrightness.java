package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Makes each image brighter or darker while training (`keras.layers.RandomBrightness`): adds a
/// random share of the range of values, and clips to it; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomBrightness extends ImageAugmentation<RandomBrightness> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.AROUND_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomBrightness> SCHEMA =
      ImageAugmentation.<RandomBrightness>schemaOfImages("RandomBrightness")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomBrightness::new);

  private final Range factor;
  private final Range values;

  /// A layer that adds a share in [−factor, factor].
  public RandomBrightness(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.around(factor), new Range(0, 255));
  }

  /// A layer that adds a share in this range.
  public RandomBrightness(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomBrightness(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random brightness", "factor", -1, 1);
    this.values = values;
  }

  private RandomBrightness(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomBrightness valueRange(double low, double high) {
    return new RandomBrightness(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomBrightness with(Settings settings, ImageOptions changed) {
    return new RandomBrightness(settings, changed, factor, values);
  }

  @Override
  public Schema<RandomBrightness> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor added = factor.of(column(drawn, 0)).mul(values.length());
    return values.clip(x.add(added.cast(x.dtype())));
  }
}

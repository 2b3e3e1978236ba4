package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Inverts some images while training (`keras.layers.RandomInvert`): takes each value from the
/// largest, with a probability that is itself random; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomInvert extends ImageAugmentation<RandomInvert> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomInvert> SCHEMA =
      ImageAugmentation.<RandomInvert>schemaOfImages("RandomInvert")
          .optional(FACTOR, layer -> layer.factor, new Range(0, 1))
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomInvert::new);

  private final Range factor;
  private final Range values;

  /// A layer that inverts with a probability in [0, 1].
  public RandomInvert() {
    this(1);
  }

  /// A layer that inverts with a probability in [0, factor].
  public RandomInvert(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), new Range(0, 255));
  }

  /// A layer that inverts with a probability in this range.
  public RandomInvert(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomInvert(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random invert", "factor", 0, 1);
    this.values = values;
  }

  private RandomInvert(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomInvert valueRange(double low, double high) {
    return new RandomInvert(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomInvert with(Settings settings, ImageOptions changed) {
    return new RandomInvert(settings, changed, factor, values);
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
    Tensor chosen = column(drawn, 1).less(factor.of(column(drawn, 0)));
    return chosen.where(x.neg().add(values.high()), x);
  }
}

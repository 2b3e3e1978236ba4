package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Changes the saturation of each colour image while training (`keras.layers.RandomSaturation`) by
/// `f / (1 − f + 1e-7)`: 0.5 leaves it, 0 makes it grey; in inference they stay as they are. The
/// saturation stays in [0, 1], also where Keras lets it grow up to the largest value.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomSaturation extends ImageAugmentation<RandomSaturation> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomSaturation> SCHEMA =
      ImageAugmentation.<RandomSaturation>schemaOfImages("RandomSaturation")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomSaturation::new);

  private final Range factor;
  private final Range values;

  /// A layer with f in [0, factor].
  public RandomSaturation(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), new Range(0, 255));
  }

  /// A layer with f in this range.
  public RandomSaturation(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomSaturation(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random saturation", "factor", 0, 1);
    this.values = values;
  }

  private RandomSaturation(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomSaturation valueRange(double low, double high) {
    return new RandomSaturation(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomSaturation with(Settings settings, ImageOptions changed) {
    return new RandomSaturation(settings, changed, factor, values);
  }

  @Override
  public Schema<RandomSaturation> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor f = factor.of(column(drawn, 0)).squeeze(-1);
    Tensor times = f.div(f.neg().add(1 + 1e-7)).cast(x.dtype());
    Hsv colours = Hsv.of(x);
    return colours.saturation(colours.saturation().mul(times).clip(0.0, 1.0)).rgb();
  }

  @Override
  void check(TensorType input) {
    Hsv.check(this, input);
  }
}

package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Shifts the hue of each colour image while training (`keras.layers.RandomHue`) by half of a
/// random share of the colour circle, in either direction; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomHue extends ImageAugmentation<RandomHue> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomHue> SCHEMA =
      ImageAugmentation.<RandomHue>schemaOfImages("RandomHue")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomHue::new);

  private final Range factor;
  private final Range values;

  /// A layer with a share in [0, factor].
  public RandomHue(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, new Range(0, factor), new Range(0, 255));
  }

  /// A layer with a share in this range.
  public RandomHue(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high), new Range(0, 255));
  }

  private RandomHue(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random hue", "factor", 0, 1);
    this.values = values;
  }

  private RandomHue(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomHue valueRange(double low, double high) {
    return new RandomHue(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomHue with(Settings settings, ImageOptions changed) {
    return new RandomHue(settings, changed, factor, values);
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
    Tensor size = factor.of(column(drawn, 1)).squeeze(-1).mul(0.5);
    Tensor turn = column(drawn, 0).squeeze(-1).greater(0.5).where(size.neg(), size);
    Hsv colours = Hsv.of(values.to(unit, x));
    Tensor shifted = colours.hue().add(turn.cast(x.dtype()));
    return unit.to(values, unit.clip(colours.hue(shifted).rgb()));
  }

  @Override
  void check(TensorType input) {
    Hsv.check(this, input);
  }
}

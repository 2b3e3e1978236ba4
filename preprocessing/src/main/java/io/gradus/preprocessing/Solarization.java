package io.gradus.preprocessing;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Inverts the bright values of each image while training (`keras.layers.Solarization`): on a scale
/// up to 255 a random number is added, the sum clipped, and what reaches a random threshold is
/// taken from 255; in inference they stay as they are. Both numbers are from the low factor up to
/// 255 times the high one, as in Keras.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class Solarization extends ImageAugmentation<Solarization> {
  private static final ConfigKey<Range> ADDITION =
      new ConfigKey<>("addition_factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> THRESHOLD =
      new ConfigKey<>("threshold_factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);

  /// The configuration, as Keras writes it.
  public static final Schema<Solarization> SCHEMA =
      ImageAugmentation.<Solarization>schemaOfImages("Solarization")
          .optional(ADDITION, layer -> layer.addition, new Range(0, 0))
          .optional(THRESHOLD, layer -> layer.threshold, new Range(0, 0))
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(Solarization::new);

  private final Range addition;
  private final Range threshold;
  private final Range values;

  /// A layer that adds nothing and inverts all values.
  public Solarization() {
    this(0, 0);
  }

  /// A layer with factors from 0 up to these.
  public Solarization(double additionFactor, double thresholdFactor) {
    this(
        Settings.DEFAULT,
        ImageOptions.DEFAULT,
        new Range(0, additionFactor),
        new Range(0, thresholdFactor),
        new Range(0, 255));
  }

  private Solarization(
      Settings settings, ImageOptions image, Range addition, Range threshold, Range values) {
    super(settings, image);
    this.addition = addition.within("solarization", "additionFactor", 0, 1);
    this.threshold = threshold.within("solarization", "thresholdFactor", 0, 1);
    this.values = values;
  }

  private Solarization(Config config) {
    this(
        settings(config),
        image(config),
        config.get(ADDITION),
        config.get(THRESHOLD),
        config.get(VALUES));
  }

  /// {@return this layer, unbuilt, that adds a number from `low` up to 255·`high`}
  public Solarization additionFactor(double low, double high) {
    return new Solarization(settings(), image(), Range.of(low, high), threshold, values);
  }

  /// {@return this layer, unbuilt, with a threshold from `low` up to 255·`high`}
  public Solarization thresholdFactor(double low, double high) {
    return new Solarization(settings(), image(), addition, Range.of(low, high), values);
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public Solarization valueRange(double low, double high) {
    return new Solarization(settings(), image(), addition, threshold, Range.of(low, high));
  }

  @Override
  Solarization with(Settings settings, ImageOptions changed) {
    return new Solarization(settings, changed, addition, threshold, values);
  }

  @Override
  public Schema<Solarization> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Range bytes = new Range(0, 255);
    Tensor added = scaled(addition).of(column(drawn, 0)).cast(x.dtype());
    Tensor from = scaled(threshold).of(column(drawn, 1)).cast(x.dtype());
    Tensor sum = bytes.clip(values.to(bytes, x).add(added));
    return bytes.to(values, sum.less(from).where(sum, sum.neg().add(255.0)));
  }

  private static Range scaled(Range factor) {
    return new Range(factor.low(), factor.high() * 255);
  }
}

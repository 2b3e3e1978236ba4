package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Keeps only the first bits of each value while training (`keras.layers.RandomPosterization`): a
/// random number of the 8 bits that the range of values is divided into; in inference they stay as
/// they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomPosterization extends ImageAugmentation<RandomPosterization> {
  private static final Codec<Range> BITS =
      new Codec<>(
          value ->
              value instanceof Number most
                  ? Range.of(1, most.doubleValue())
                  : Range.FROM_ZERO.read().apply(value),
          Range.FROM_ZERO.write());
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", BITS);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomPosterization> SCHEMA =
      ImageAugmentation.<RandomPosterization>schemaOfImages("RandomPosterization")
          .required(FACTOR, layer -> layer.factor)
          .optional(VALUES, layer -> layer.values, new Range(0, 255))
          .build(RandomPosterization::new);

  private final Range factor;
  private final Range values;

  /// A layer that keeps at least 1 and less than `bits` bits, or 1.
  public RandomPosterization(int bits) {
    this(1, bits);
  }

  /// A layer that keeps at least `least` and less than `most` bits, or as many as both say.
  public RandomPosterization(int least, int most) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(least, most), new Range(0, 255));
  }

  private RandomPosterization(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image);
    this.factor = factor.within("random posterization", "factor", 1, 8);
    this.values = values;
  }

  private RandomPosterization(Config config) {
    this(settings(config), image(config), config.get(FACTOR), config.get(VALUES));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomPosterization valueRange(double low, double high) {
    return new RandomPosterization(settings(), image(), factor, Range.of(low, high));
  }

  @Override
  RandomPosterization with(Settings settings, ImageOptions changed) {
    return new RandomPosterization(settings, changed, factor, values);
  }

  @Override
  public Schema<RandomPosterization> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Range bytes = new Range(0, 255);
    Tensor bits = factor.of(column(drawn, 0)).floor().cast(DType.INT32);
    Tensor steps = Tensor.of(1, 2, 4, 8, 16, 32, 64, 128);
    Tensor step = steps.gather(bits.neg().add(8), 0).cast(x.dtype());
    Tensor kept = bytes.clip(values.to(bytes, x)).div(step).floor().mul(step);
    return bytes.to(values, kept);
  }
}

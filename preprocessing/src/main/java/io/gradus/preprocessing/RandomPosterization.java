package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
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
public final class RandomPosterization extends ColorAugmentation<RandomPosterization> {
  private static final Codec<Range> BITS =
      new Codec<>(
          value ->
              value instanceof Number most
                  ? Range.of(1, most.doubleValue())
                  : Range.FROM_ZERO.read().apply(value),
          Range.VALUES.write());

  /// The configuration, as Keras writes it.
  public static final Schema<RandomPosterization> SCHEMA =
      schemaOfColors("RandomPosterization", BITS, null, RandomPosterization::new);

  /// A layer that keeps at least 1 and less than `bits` bits, or 1.
  public RandomPosterization(int bits) {
    this(1, bits);
  }

  /// A layer that keeps at least `least` and less than `most` bits, or as many as both say.
  public RandomPosterization(int least, int most) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(least, most), BYTES);
  }

  private RandomPosterization(Settings settings, ImageOptions image, Range factor, Range values) {
    super(settings, image, factor.within("random posterization", "factor", 1, 8), values);
  }

  @Override
  RandomPosterization with(Settings settings, ImageOptions image, Range factor, Range values) {
    return new RandomPosterization(settings, image, factor, values);
  }

  @Override
  public Schema<RandomPosterization> schema() {
    return SCHEMA;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor bits = factor().of(column(drawn, 0)).floor().cast(DType.INT32);
    Tensor steps = Tensor.of(1, 2, 4, 8, 16, 32, 64, 128);
    Tensor step = steps.gather(bits.neg().add(8), 0).cast(x.dtype());
    Tensor kept = BYTES.clip(values().to(BYTES, x)).div(step).floor().mul(step);
    return BYTES.to(values(), kept);
  }
}

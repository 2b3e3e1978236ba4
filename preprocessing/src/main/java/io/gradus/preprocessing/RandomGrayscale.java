package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Makes some colour images grey while training (`keras.layers.RandomGrayscale`): `0.2989·red +
/// 0.587·green + 0.114·blue` in all channels; in inference they stay as they are.
///
/// Shapes: `[batch, height, width, 3]`, or one image without the first axis; the output has the
/// input's shape.
public final class RandomGrayscale extends ImageAugmentation<RandomGrayscale> {
  private static final ConfigKey<Double> FACTOR = new ConfigKey<>("factor", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomGrayscale> SCHEMA =
      ImageAugmentation.<RandomGrayscale>schemaOfImages("RandomGrayscale")
          .optional(FACTOR, layer -> layer.factor, 0.5)
          .unwritten(SEED)
          .build(RandomGrayscale::new);

  private final double factor;

  /// A layer that makes half of the images grey.
  public RandomGrayscale() {
    this(0.5);
  }

  /// A layer that makes each image grey with this probability.
  public RandomGrayscale(double factor) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, factor);
  }

  private RandomGrayscale(Settings settings, ImageOptions image, double factor) {
    super(settings, image);
    this.factor = Limits.within("random grayscale", "factor", factor, 0, 1);
  }

  private RandomGrayscale(Config config) {
    this(settings(config), image(config), config.get(FACTOR));
  }

  @Override
  RandomGrayscale with(Settings settings, ImageOptions changed) {
    return new RandomGrayscale(settings, changed, factor);
  }

  @Override
  public Schema<RandomGrayscale> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  void check(TensorType input) {
    checkColours(input);
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    return column(drawn, 0).less(factor).where(x.rgbToGrayscale(), x);
  }
}

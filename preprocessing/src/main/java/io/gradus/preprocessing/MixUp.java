package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Blends each image of a batch with another, and their labels with them, while training
/// (`keras.layers.MixUp`; Zhang et al., *mixup: Beyond Empirical Risk Minimization*, 2017): `w·x +
/// (1 − w)·partner` with w of the beta distribution with both parameters alpha. In inference both
/// stay as they are. Partners come from a random order of the batch, so one may be the image
/// itself.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis, and as a second
/// input, which may be left out, labels `[batch, classes]`; the outputs have the inputs' shapes and
/// the layer's floating type.
public final class MixUp extends MixingAugmentation<MixUp> {
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<MixUp> SCHEMA =
      ImageAugmentation.<MixUp>schemaOfImages("MixUp")
          .optional(ALPHA, layer -> layer.alpha, 0.2)
          .build(MixUp::new);

  private final double alpha;

  /// A layer with the parameter 0.2.
  public MixUp() {
    this(0.2);
  }

  /// A layer with this parameter: the smaller it is, the more of the one image or the other is
  /// left.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public MixUp(double alpha) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, alpha);
  }

  private MixUp(Settings settings, ImageOptions image, double alpha) {
    super(settings, image);
    this.alpha = Limits.above("mix up", "alpha", alpha, 0);
  }

  private MixUp(Config config) {
    this(settings(config), image(config), config.get(ALPHA));
  }

  @Override
  MixUp with(Settings settings, ImageOptions changed) {
    return new MixUp(settings, changed, alpha);
  }

  @Override
  public Schema<MixUp> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 1;
  }

  @Override
  Mixture mixture(Tensor x, Tensor partners, Tensor drawn, Call call) {
    Tensor kept = LogGamma.beta(drawn.dim(0), Tensor.of((float) alpha), call);
    Tensor share = kept.reshape(-1, 1, 1, 1);
    Tensor own = share.cast(x.dtype());
    return new Mixture(
        x.mul(own).add(partners.mul(own.neg().add(1))),
        share,
        (mask, partner) -> mask.mul(share).add(partner.mul(share.neg().add(1))));
  }
}

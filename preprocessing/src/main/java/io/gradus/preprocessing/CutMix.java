package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;

/// Pastes into each image of a batch a rectangle of another, from the same place, and mixes their
/// labels by its area, while training (`keras.layers.CutMix`; Yun et al., *CutMix: Regularization
/// Strategy to Train Strong Classifiers with Localizable Features*, 2019). The area left has a
/// share of the beta distribution, both of whose parameters are a number that is drawn for the
/// batch. In inference both stay as they are. Partners come from a random order of the batch, so
/// one may be the image itself.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis, and as a second
/// input, which may be left out, labels `[batch, classes]`; the outputs have the inputs' shapes and
/// the layer's floating type.
public final class CutMix extends MixingAugmentation<CutMix> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);

  /// The configuration, as Keras writes it.
  public static final Schema<CutMix> SCHEMA =
      ImageAugmentation.<CutMix>schemaOfImages("CutMix")
          .optional(FACTOR, layer -> layer.factor, new Range(0, 1))
          .build(CutMix::new);

  private final Range factor;

  /// A layer with a parameter in [0, 1].
  public CutMix() {
    this(1);
  }

  /// A layer with a parameter in [0, factor].
  public CutMix(double factor) {
    this(0, factor);
  }

  /// A layer with a parameter in this range: the smaller it is, the more often nothing or all of an
  /// image is replaced.
  public CutMix(double low, double high) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Range.of(low, high));
  }

  private CutMix(Settings settings, ImageOptions image, Range factor) {
    super(settings, image);
    this.factor = factor.within("cut mix", "factor", 0, 1);
  }

  private CutMix(Config config) {
    this(settings(config), image(config), config.get(FACTOR));
  }

  @Override
  CutMix with(Settings settings, ImageOptions changed) {
    return new CutMix(settings, changed, factor);
  }

  @Override
  public Schema<CutMix> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 3;
  }

  @Override
  Mixture mixture(Tensor x, Tensor partners, Tensor drawn, Call call) {
    Tensor number = call.inside("factor").random().uniform(TensorType.of(DType.FLOAT32));
    Tensor alpha = factor.of(number).add(1e-6);
    Tensor side = LogGamma.beta(drawn.dim(0), alpha, call).reshape(-1, 1, 1, 1).neg().add(1).sqrt();
    Rectangle cut = Rectangle.of(x, side, side, column(drawn, 1), column(drawn, 2));
    Tensor area = cut.width().mul(cut.height()).div((double) (x.dim(1) * x.dim(2)));
    Tensor pasted = cut.mask(x);
    return new Mixture(
        pasted.where(partners, x),
        area.neg().add(1),
        (mask, partner) -> pasted.where(partner, mask));
  }

  @Override
  AnnotatedImages trained(AnnotatedImages in, Call call) {
    refuseBoxes(in);
    return super.trained(in, call);
  }
}

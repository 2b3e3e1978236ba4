package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;

/// Changes colour images by some augmentations one after the other while training
/// (`keras.layers.RandAugment`; Cubuk et al., *RandAugment: Practical automated data augmentation
/// with a reduced search space*, 2019), each drawn from [RandomShear], [RandomTranslation],
/// [RandomRotation], [RandomBrightness], [RandomColorDegeneration], [RandomContrast],
/// [RandomSharpness], [RandomPosterization], [Solarization], [AutoContrast] and [Equalization], for
/// all images of a batch alike. In inference images stay as they are.
///
/// Shapes: `[batch, height, width, 3]`, or one image without the first axis; the output has the
/// input's shape.
public final class RandAugment extends ChoosingAugmentation<RandAugment> {
  private static final AugmentationOptions STANDARD = AugmentationOptions.of(new Range(0, 0.5));
  private static final ConfigKey<Integer> COUNT = new ConfigKey<>("num_ops", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<RandAugment> SCHEMA =
      ChoosingAugmentation.<RandAugment>schemaOfChoices("RandAugment", STANDARD)
          .optional(COUNT, layer -> layer.count, 2)
          .build(RandAugment::new);

  private final int count;

  /// A layer that applies two augmentations with factors in [0, 0.5].
  public RandAugment() {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, STANDARD, 2);
  }

  private RandAugment(
      Settings settings, ImageOptions image, AugmentationOptions options, int count) {
    super(settings, image, options, true);
    Limits.atLeast("rand augment", "numOps", count, 1);
    this.count = count;
  }

  private RandAugment(Config config) {
    this(settings(config), image(config), options(config), config.get(COUNT));
  }

  /// {@return this layer, unbuilt, that applies so many augmentations, 2 unless it is given}
  ///
  /// @throws IllegalArgumentException if it is none
  public RandAugment numOps(int augmentations) {
    return new RandAugment(settings(), image(), options(), augmentations);
  }

  @Override
  RandAugment with(Settings settings, ImageOptions changed) {
    return new RandAugment(settings, changed, options(), count);
  }

  @Override
  RandAugment with(AugmentationOptions changed) {
    return new RandAugment(settings(), image(), changed, count);
  }

  @Override
  public Schema<RandAugment> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return count;
  }

  @Override
  AnnotatedImages trained(AnnotatedImages in, Call call) {
    Tensor drawn = drawn(in.images(), call);
    AnnotatedImages changed = in;
    for (int i = 0; i < count; i++) {
      changed = chosen(changed, column(drawn, i), augmentations().size(), call);
    }
    return changed;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor images = x;
    for (int i = 0; i < count; i++) {
      images = chosen(images, column(drawn, i), augmentations().size(), call);
    }
    return images;
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// An augmentation that chooses among others, for all images of a batch alike; the chosen one
/// changes each image in its own way.
///
/// @param <A> the layer
abstract class ChoosingAugmentation<A extends ChoosingAugmentation<A>>
    extends ImageAugmentation<A> {
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Resampling> RESAMPLING =
      new ConfigKey<>("interpolation", Resampling.CODEC);

  private final AugmentationOptions options;
  private final List<ImageLayer<?>> augmentations;

  ChoosingAugmentation(
      Settings settings, ImageOptions image, AugmentationOptions options, boolean all) {
    super(settings, image);
    options.factor().within(label(), "factor", 0, 1);
    List<ImageLayer<?>> layers = options.augmentations(all);
    this.options = options;
    this.augmentations =
        layers.stream().<ImageLayer<?>>map(layer -> formatted(layer, image.format())).toList();
  }

  private static <L extends ImageLayer<L>> L formatted(ImageLayer<L> layer, ImageFormat format) {
    return layer.with(layer.settings(), format);
  }

  /// {@return a schema with the keys that every such layer has}
  ///
  /// @param standard the options unless others are given
  static <A extends ChoosingAugmentation<A>> Schema.Builder<A> schemaOfChoices(
      String className, AugmentationOptions standard) {
    return ImageAugmentation.<A>schemaOfImages(className)
        .optional(VALUES, layer -> layer.options().values(), standard.values())
        .optional(FACTOR, layer -> layer.options().factor(), standard.factor())
        .optional(RESAMPLING, layer -> layer.options().resampling(), standard.resampling());
  }

  static AugmentationOptions options(Config config) {
    return new AugmentationOptions(config.get(VALUES), config.get(FACTOR), config.get(RESAMPLING));
  }

  final AugmentationOptions options() {
    return options;
  }

  /// {@return what is chosen from}
  final List<ImageLayer<?>> augmentations() {
    return augmentations;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(AugmentationOptions changed);

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public final A valueRange(double low, double high) {
    return with(
        new AugmentationOptions(Range.of(low, high), options.factor(), options.resampling()));
  }

  /// {@return this layer, unbuilt, with augmentations whose factors are in [0, high]}
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public final A factor(double high) {
    return factor(0, high);
  }

  /// {@return this layer, unbuilt, with augmentations whose factors are in this range}
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public final A factor(double low, double high) {
    return with(
        new AugmentationOptions(options.values(), Range.of(low, high), options.resampling()));
  }

  /// {@return this layer, unbuilt, with something else between pixels than [Resampling#BILINEAR]}
  public final A interpolation(Resampling resampling) {
    return with(new AugmentationOptions(options.values(), options.factor(), resampling));
  }

  @Override
  final boolean isAlike() {
    return true;
  }

  @Override
  final void check(TensorType input) {
    augmentations.forEach(layer -> layer.check(input));
  }

  /// {@return the images changed by one of the augmentations, or as they are}
  ///
  /// A recorded step computes all of them: which is chosen is not known yet.
  ///
  /// @param drawn a uniform number in [0, 1), `[1, 1, 1, 1]`
  /// @param choices how many results are equally likely: one for each augmentation, and one more if
  ///   the images may stay as they are
  final Tensor chosen(Tensor x, Tensor drawn, int choices, Call call) {
    Tensor number = drawn.mul(choices).floor();
    if (!number.isSymbolic()) {
      int chosen = (int) number.item();
      return chosen < augmentations.size() ? changedBy(chosen, x, call) : x;
    }
    Tensor images = x;
    for (int i = 0; i < augmentations.size(); i++) {
      images = number.equal(i).where(changedBy(i, x, call), images);
    }
    return images;
  }

  /// {@return the images, and what is known of them, changed by the same one}
  final AnnotatedImages chosen(AnnotatedImages in, Tensor drawn, int choices, Call call) {
    int chosen = (int) drawn.mul(choices).floor().item();
    if (chosen >= augmentations.size()) {
      return in;
    }
    ImageLayer<?> layer = augmentations.get(chosen);
    return layer.trained(in, call.inside(layer.standardName()));
  }

  private Tensor changedBy(int number, Tensor x, Call call) {
    ImageLayer<?> layer = augmentations.get(number);
    return layer.trained(x, call.inside(layer.standardName()));
  }
}

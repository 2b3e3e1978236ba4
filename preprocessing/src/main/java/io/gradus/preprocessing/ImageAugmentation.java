package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import org.jspecify.annotations.Nullable;

/// Changes images at random while training, each in another way; in inference they stay as they
/// are. The numbers follow from the model's seed, the layer's path and the step.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape and the layer's floating type.
///
/// @param <A> the layer
abstract class ImageAugmentation<A extends ImageAugmentation<A>> extends ImageLayer<A> {
  /// The seed as Keras writes it.
  static final ConfigKey<@Nullable Integer> SEED = new ConfigKey<>("seed", Codec.INTEGER.orNull());

  private final ImageOptions image;

  ImageAugmentation(Settings settings, ImageOptions image) {
    super(settings, image.format());
    this.image = image;
  }

  /// {@return a schema with the keys that every such layer has}
  static <A extends ImageAugmentation<A>> Schema.Builder<A> schemaOfImages(String className) {
    return ImageLayer.<A>schemaOfFormat(className)
        .optional(SEED, layer -> layer.image().seed(), null);
  }

  /// {@return what every such layer can be told, in a configuration}
  static ImageOptions image(Config config) {
    return new ImageOptions(format(config), config.get(SEED));
  }

  final ImageOptions image() {
    return image;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(Settings settings, ImageOptions changed);

  @Override
  final A with(Settings settings, ImageFormat changed) {
    return with(settings, new ImageOptions(changed, image.seed()));
  }

  /// {@return how many random numbers an image needs}
  abstract int draws();

  /// {@return the images changed}
  ///
  /// @param x `[batch, height, width, channels]`
  /// @param drawn uniform numbers in [0, 1), `[batch, draws]`
  /// @param call the training step
  abstract Tensor changed(Tensor x, Tensor drawn, Call call);

  /// {@return whether all images of a batch have the same random numbers}
  boolean isAlike() {
    return false;
  }

  /// {@return this layer, unbuilt, with a seed in its configuration. Random numbers follow from the
  /// model's}
  public final A seed(int seed) {
    return with(settings(), new ImageOptions(image.format(), seed));
  }

  /// {@return the images changed at random as in training: to prepare data outside a model. The
  /// same seed gives the same}
  public final Tensor augment(Tensor images, long seed) {
    return call(Values.of(images), Call.train(seed)).one();
  }

  @Override
  final Tensor trained(Tensor x, Call call) {
    return changed(x, drawn(x, call), call);
  }

  @Override
  AnnotatedImages trained(AnnotatedImages in, Call call) {
    Tensor drawn = drawn(in.images(), call);
    return accompanied(in, changed(in.images(), drawn, call), drawn, call);
  }

  /// {@return changed images, and what is known of them, changed likewise; nothing else changes
  /// unless a layer moves pixels}
  ///
  /// @param in the images before, a batch with the channels last
  /// @param images the images after
  /// @param drawn the random numbers that changed them
  AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    return in.images(images);
  }

  /// Refuses images that do not have three channels.
  final void checkColours(TensorType input) {
    int rank = input.shape().rank();
    int axis = format().channelsFirst() ? rank - 3 : rank - 1;
    if (!input.shape().isKnown(axis) || input.shape().dim(axis) != 3) {
      throw new ShapeException(
          "%s: needs colour images with 3 channels; got x=%s".formatted(label(), input));
    }
  }

  /// Refuses images whose height or width is not known.
  final void checkSize(TensorType input) {
    int last = input.shape().rank() - (format().channelsFirst() ? 1 : 2);
    if (!input.shape().isKnown(last) || !input.shape().isKnown(last - 1)) {
      throw new ShapeException(
          "%s: needs images of known height and width; got x=%s".formatted(label(), input));
    }
  }

  /// {@return the random numbers of a step, `[batch, draws]`}
  final Tensor drawn(Tensor images, Call call) {
    long batch = isAlike() ? 1 : images.shape().dims()[0];
    return call.random().uniform(new TensorType(DType.FLOAT32, Shape.of(batch, draws())));
  }

  /// {@return one of the random numbers of each image, `[batch, 1, 1, 1]`}
  static Tensor column(Tensor drawn, int number) {
    Tensor column = drawn.get(Index.ALL, Index.range(number, number + 1));
    return column.expandDims(-1).expandDims(-1);
  }

  /// {@return one of the random numbers of each image, `[batch, 1, 1]`}
  static Tensor number(Tensor drawn, int number) {
    return column(drawn, number).squeeze(-1);
  }

  /// {@return which images are changed, `[batch, 1, 1, 1]`, each with a probability that the first
  /// of two random numbers takes from the range}
  static Tensor chosen(Range probability, Tensor drawn, int first) {
    return column(drawn, first + 1).less(probability.of(column(drawn, first)));
  }
}

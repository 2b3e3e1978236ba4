package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Values;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes images at random while training, each in another way; in inference they stay as they
/// are. The numbers follow from the model's seed, the layer's path and the step.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape and the layer's floating type.
///
/// @param <A> the layer
abstract class ImageAugmentation<A extends ImageAugmentation<A>> extends Layer {
  private static final ConfigKey<Boolean> CHANNELS_FIRST =
      new ConfigKey<>(
          "data_format", new Codec<>(ImageAugmentation::readFormat, ImageAugmentation::format));
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  private final ImageOptions image;

  ImageAugmentation(Settings settings, ImageOptions image) {
    super(settings);
    this.image = image;
  }

  private static boolean readFormat(@Nullable Object value) {
    if (value == null || value.equals("channels_last")) {
      return false;
    }
    if (value.equals("channels_first")) {
      return true;
    }
    throw new IllegalArgumentException(
        "expected channels_last or channels_first, got \"" + value + "\"");
  }

  private static String format(boolean channelsFirst) {
    return channelsFirst ? "channels_first" : "channels_last";
  }

  /// {@return a schema with the keys that every such layer has}
  static <A extends ImageAugmentation<A>> Schema.Builder<A> schemaOfImages(String className) {
    return Layer.<A>schemaOf(className)
        .optional(CHANNELS_FIRST, layer -> layer.image().channelsFirst(), false)
        .optional(SEED, layer -> layer.image().seed(), null)
        .ignored("bounding_box_format");
  }

  /// {@return what every such layer can be told, in a configuration}
  static ImageOptions image(Config config) {
    return new ImageOptions(config.get(CHANNELS_FIRST), config.get(SEED));
  }

  final ImageOptions image() {
    return image;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(Settings settings, ImageOptions changed);

  /// {@return how many random numbers an image needs}
  abstract int draws();

  /// {@return the images changed}
  ///
  /// @param x `[batch, height, width, channels]`
  /// @param drawn uniform numbers in [0, 1), `[batch, draws]`
  /// @param call the training step
  abstract Tensor changed(Tensor x, Tensor drawn, Call call);

  /// {@return the images in inference}
  Tensor unchanged(Tensor x) {
    return x;
  }

  /// {@return whether all images of a batch have the same random numbers}
  boolean isAlike() {
    return false;
  }

  /// {@return this layer, unbuilt, with the given name}
  public final A named(String name) {
    return with(settings().named(name), image);
  }

  /// {@return this layer, unbuilt, with a seed in its configuration. Random numbers follow from the
  /// model's}
  public final A seed(int seed) {
    return with(settings(), new ImageOptions(image.channelsFirst(), seed));
  }

  /// {@return this layer, unbuilt, on images `[…, channels, height, width]`}
  public final A channelsFirst() {
    return with(settings(), new ImageOptions(true, image.seed()));
  }

  /// {@return the images changed at random as in training: to prepare data outside a model. The
  /// same seed gives the same}
  public final Tensor augment(Tensor images, long seed) {
    Variable step = new Variable("step", Tensor.of(0L)).trainable(false);
    return call(Values.of(images), Call.train(seed, step)).one();
  }

  /// {@return the layer in messages}
  final String label() {
    return standardName().replace('_', ' ');
  }

  @Override
  protected final Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    int rank = input.shape().rank();
    if (rank != 3 && rank != 4) {
      throw new ShapeException(
          "%s: needs an image with three axes, or a batch of them with four; got x=%s"
              .formatted(label(), input));
    }
    check(input);
    return Forward.single(this::applied);
  }

  /// Refuses images that the layer cannot take.
  void check(TensorType input) {}

  private Tensor applied(Tensor x, Call call) {
    Tensor images = x.cast(policy().compute());
    boolean single = x.rank() == 3;
    images = single ? images.expandDims(0) : images;
    images = image.channelsFirst() ? images.moveAxis(1, 3) : images;
    images =
        call.mode() == Mode.TRAIN ? changed(images, drawn(images, call), call) : unchanged(images);
    images = image.channelsFirst() ? images.moveAxis(3, 1) : images;
    return single ? images.squeeze(0) : images;
  }

  private Tensor drawn(Tensor images, Call call) {
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

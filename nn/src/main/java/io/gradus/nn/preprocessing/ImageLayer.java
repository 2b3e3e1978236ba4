package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes images. It sees a batch of them with the channels last, however they come in.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape and the layer's floating type.
///
/// @param <A> the layer
abstract class ImageLayer<A extends ImageLayer<A>> extends Layer {
  private static final ConfigKey<Boolean> CHANNELS_FIRST =
      new ConfigKey<>("data_format", new Codec<>(ImageLayer::readFormat, ImageLayer::format));

  private final boolean channelsFirst;

  ImageLayer(Settings settings, boolean channelsFirst) {
    super(settings);
    this.channelsFirst = channelsFirst;
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

  /// {@return a schema with the keys that every layer on images has}
  static <A extends ImageLayer<A>> Schema.Builder<A> schemaOfFormat(String className) {
    return Layer.<A>schemaOf(className)
        .optional(CHANNELS_FIRST, ImageLayer::isChannelsFirst, false)
        .ignored("bounding_box_format");
  }

  /// {@return whether a configuration has the channels before height and width}
  static boolean isChannelsFirst(Config config) {
    return config.get(CHANNELS_FIRST);
  }

  /// {@return whether the channels stand before height and width}
  final boolean isChannelsFirst() {
    return channelsFirst;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(Settings settings, boolean channelsFirst);

  /// {@return the images in a training step}
  ///
  /// @param x `[batch, height, width, channels]`
  abstract Tensor trained(Tensor x, Call call);

  /// {@return the images in inference}
  ///
  /// @param x `[batch, height, width, channels]`
  Tensor unchanged(Tensor x) {
    return x;
  }

  /// {@return this layer, unbuilt, with the given name}
  public final A named(String name) {
    return with(settings().named(name), channelsFirst);
  }

  /// {@return this layer, unbuilt, on images `[…, channels, height, width]`}
  public final A channelsFirst() {
    return with(settings(), true);
  }

  /// {@return the layer in messages}
  final String label() {
    return standardName().replace('_', ' ');
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
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
    Tensor images = batch(x);
    Tensor changed = call.mode() == Mode.TRAIN ? trained(images, call) : unchanged(images);
    return like(x, changed);
  }

  /// {@return images as the layer sees them}
  final Tensor batch(Tensor x) {
    Tensor images = x.cast(policy().compute());
    images = x.rank() == 3 ? images.expandDims(0) : images;
    return channelsFirst ? images.moveAxis(1, 3) : images;
  }

  /// {@return images that the layer has changed in the form they came in}
  final Tensor like(Tensor x, Tensor changed) {
    Tensor images = channelsFirst ? changed.moveAxis(3, 1) : changed;
    return x.rank() == 3 ? images.squeeze(0) : images;
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.box.BoundingBoxes;
import io.gradus.nn.box.BoxFormat;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.AnnotatedImageLayer;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Forward;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.Weights;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Changes images. It sees a batch of them with the channels last, however they come in.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape and the layer's floating type.
///
/// @param <A> the layer
abstract class ImageLayer<A extends ImageLayer<A>> extends Layer implements AnnotatedImageLayer {
  private static final ConfigKey<Boolean> CHANNELS_FIRST =
      new ConfigKey<>("data_format", new Codec<>(ImageLayer::readFormat, ImageLayer::text));

  private static final ConfigKey<@Nullable BoxFormat> BOXES =
      new ConfigKey<>("bounding_box_format", BoxFormat.CODEC.orNull());

  private final ImageFormat format;

  ImageLayer(Settings settings, ImageFormat format) {
    super(settings);
    this.format = format;
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

  private static String text(boolean channelsFirst) {
    return channelsFirst ? "channels_first" : "channels_last";
  }

  /// {@return a schema with the keys that every layer on images has}
  static <A extends ImageLayer<A>> Schema.Builder<A> schemaOfFormat(String className) {
    return Layer.<A>schemaOf(className)
        .optional(CHANNELS_FIRST, layer -> layer.format().channelsFirst(), false)
        .extra(BOXES, layer -> layer.format().boxes(), null);
  }

  /// {@return how images and boxes come in, in a configuration}
  static ImageFormat format(Config config) {
    return new ImageFormat(config.get(CHANNELS_FIRST), config.get(BOXES));
  }

  /// {@return how images and boxes come in}
  final ImageFormat format() {
    return format;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(Settings settings, ImageFormat changed);

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
    return with(settings().named(name), format);
  }

  /// {@return this layer, unbuilt, on images `[…, channels, height, width]`}
  public final A channelsFirst() {
    return with(settings(), new ImageFormat(true, format.boxes()));
  }

  /// {@return this layer, unbuilt, for bounding boxes of this format}
  public final A boundingBoxFormat(BoxFormat changed) {
    return with(settings(), new ImageFormat(format.channelsFirst(), changed));
  }

  /// {@return this layer, unbuilt, for bounding boxes of this format by Keras' name}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public final A boundingBoxFormat(String changed) {
    return boundingBoxFormat(BoxFormat.of(changed));
  }

  @Override
  public final AnnotatedImages call(AnnotatedImages in, Call context) {
    Call call = context.inside(name());
    try {
      check(in.images().type());
      in.checkMasks(label(), in.images().rank() - (format.channelsFirst() ? 2 : 3));
      AnnotatedImages batch = batch(in);
      return like(in, call.mode() == Mode.TRAIN ? trained(batch, call) : unchanged(batch));
    } catch (OperandException e) {
      throw e.in(call.place());
    }
  }

  /// {@return the images in a training step, and what is known of them: nothing else changes unless
  /// a layer moves pixels}
  AnnotatedImages trained(AnnotatedImages in, Call call) {
    return in.images(trained(in.images(), call));
  }

  /// {@return the images in inference, and what is known of them}
  AnnotatedImages unchanged(AnnotatedImages in) {
    return in.images(unchanged(in.images()));
  }

  /// {@return boxes moved, where there are some, from the format in which they come in and back}
  ///
  /// @param move takes and gives boxes in `xyxy` of the images before and after
  final @Nullable BoundingBoxes moved(
      AnnotatedImages in, Tensor after, UnaryOperator<Tensor> move) {
    BoundingBoxes boxes = in.boundingBoxes();
    if (boxes == null) {
      return null;
    }
    BoxFormat given = format.boxes();
    if (given == null) {
      throw new IllegalArgumentException(
          "%s: there are boxes, but no format: call boundingBoxFormat(\"xyxy\") or the like"
              .formatted(label()));
    }
    Tensor before = in.images();
    BoundingBoxes corners = boxes.convert(given, BoxFormat.XYXY, before.dim(1), before.dim(2));
    return corners
        .boxes(move.apply(corners.boxes()))
        .clip(BoxFormat.XYXY, after.dim(1), after.dim(2))
        .convert(BoxFormat.XYXY, given, after.dim(1), after.dim(2));
  }

  /// Refuses boxes.
  final void refuseBoxes(AnnotatedImages in) {
    if (in.boundingBoxes() != null) {
      throw new IllegalArgumentException(label() + ": cannot move boxes, as in Keras");
    }
  }

  private AnnotatedImages batch(AnnotatedImages in) {
    boolean single = in.images().rank() == 3;
    BoundingBoxes boxes = in.boundingBoxes();
    Tensor masks = in.segmentationMasks();
    Tensor labels = in.labels();
    return new AnnotatedImages(
        batch(in.images()),
        boxes == null ? null : single ? boxes.map(x -> x.expandDims(0)) : boxes,
        labels == null || !single ? labels : labels.expandDims(0),
        masks == null ? null : arranged(masks));
  }

  private AnnotatedImages like(AnnotatedImages in, AnnotatedImages changed) {
    boolean single = in.images().rank() == 3;
    BoundingBoxes boxes = changed.boundingBoxes();
    Tensor masks = changed.segmentationMasks();
    Tensor labels = changed.labels();
    return new AnnotatedImages(
        like(in.images(), changed.images()),
        boxes == null ? null : single ? boxes.map(x -> x.squeeze(0)) : boxes,
        labels == null || !single ? labels : labels.squeeze(0),
        masks == null ? null : like(in.images(), masks));
  }

  /// {@return the layer in messages}
  final String label() {
    return standardName().replace('_', ' ');
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (inputs.size() > (takesLabels() ? 2 : 1)) {
      throw new ShapeException(
          "%s: inside a model it takes images alone, outside AnnotatedImages too; got %s"
              .formatted(label(), inputs));
    }
    int rank = input.shape().rank();
    if (rank != 3 && rank != 4) {
      throw new ShapeException(
          "%s: needs an image with three axes, or a batch of them with four; got x=%s"
              .formatted(label(), input));
    }
    check(input);
    return Forward.single(this::applied);
  }

  /// {@return whether the layer may have labels as a second input}
  boolean takesLabels() {
    return false;
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
    return arranged(keepsType() ? x : x.cast(policy().compute()));
  }

  /// {@return whether images keep their type, rather than becoming the layer's floating one}
  boolean keepsType() {
    return false;
  }

  private Tensor arranged(Tensor x) {
    Tensor images = x.rank() == 3 ? x.expandDims(0) : x;
    return format.channelsFirst() ? images.moveAxis(1, 3) : images;
  }

  /// {@return images that the layer has changed in the form they came in}
  final Tensor like(Tensor x, Tensor changed) {
    Tensor images = format.channelsFirst() ? changed.moveAxis(3, 1) : changed;
    return x.rank() == 3 ? images.squeeze(0) : images;
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.TypeTrace;
import io.gradus.tensor.Index;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;

/// Cuts a window of one size out of images (`keras.layers.RandomCrop`): while training at a random
/// place, the same for all images of a batch. Images that are not larger than the window in both
/// directions are brought to its size, linearly. In inference images stay as they are, as Keras
/// does, though it documents a resized window.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis. The output has
/// the window's height and width in training, the input's in inference; a model that takes the
/// layer in counts on the window's.
public final class RandomCrop extends ImageAugmentation<RandomCrop> {
  private static final ConfigKey<Integer> HEIGHT = new ConfigKey<>("height", Codec.INTEGER);
  private static final ConfigKey<Integer> WIDTH = new ConfigKey<>("width", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomCrop> SCHEMA =
      ImageAugmentation.<RandomCrop>schemaOfImages("RandomCrop")
          .required(HEIGHT, layer -> layer.height)
          .required(WIDTH, layer -> layer.width)
          .build(RandomCrop::new);

  private final int height;
  private final int width;

  /// A layer with a window of this size.
  public RandomCrop(int height, int width) {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, height, width);
  }

  private RandomCrop(Settings settings, ImageOptions image, int height, int width) {
    super(settings, image);
    Limits.atLeast("random crop", "height", height, 1);
    Limits.atLeast("random crop", "width", width, 1);
    this.height = height;
    this.width = width;
  }

  private RandomCrop(Config config) {
    this(settings(config), image(config), config.get(HEIGHT), config.get(WIDTH));
  }

  @Override
  RandomCrop with(Settings settings, ImageOptions changed) {
    return new RandomCrop(settings, changed, height, width);
  }

  @Override
  public Schema<RandomCrop> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  boolean isAlike() {
    return true;
  }

  @Override
  void check(TensorType input) {
    checkSize(input);
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    if (isSmall(x)) {
      return fitted(x);
    }
    return window(x, drawn);
  }

  private boolean isSmall(Tensor x) {
    return x.dim(1) <= height || x.dim(2) <= width;
  }

  private Tensor window(Tensor x, Tensor drawn) {
    Tensor rows = Tensor.arange(height).add(start(x, 1, height, drawn));
    Tensor columns = Tensor.arange(width).add(start(x, 2, width, drawn));
    return x.gather(rows, 1).gather(columns, 2);
  }

  private static Tensor start(Tensor x, int axis, int length, Tensor drawn) {
    double places = x.dim(axis) - length + 1;
    return drawn.get(Index.at(0), Index.at(axis - 1)).mul(places).cast(DType.INT32);
  }

  @Override
  AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    Tensor x = in.images();
    Tensor masks = in.segmentationMasks();
    return in.images(images)
        .boundingBoxes(moved(in, images, boxes -> shifted(boxes, x, drawn)))
        .segmentationMasks(
            masks == null ? null : isSmall(x) ? nearest(masks) : window(masks, drawn));
  }

  private Tensor shifted(Tensor boxes, Tensor x, Tensor drawn) {
    if (!isSmall(x)) {
      Tensor top = start(x, 1, height, drawn).cast(boxes.dtype());
      Tensor left = start(x, 2, width, drawn).cast(boxes.dtype());
      return boxes.sub(Tensor.stack(0, left, top, left, top));
    }
    double top = top(x);
    double left = left(x);
    double down = height / Math.min(height, x.dim(1) - top);
    double right = width / Math.min(width, x.dim(2) - left);
    Tensor start = Tensor.of(left, top, left, top).cast(boxes.dtype());
    return boxes.sub(start).mul(Tensor.of(right, down, right, down).cast(boxes.dtype()));
  }

  private Tensor nearest(Tensor masks) {
    long top = top(masks);
    long left = left(masks);
    Index rows = Index.range(top, top + Math.min(height, masks.dim(1) - top));
    Index columns = Index.range(left, left + Math.min(width, masks.dim(2) - left));
    return masks
        .get(Index.ALL, rows, columns)
        .resize(1, height, width, Interpolation.NEAREST, false);
  }

  @Override
  Tensor unchanged(Tensor x) {
    long[] window = x.shape().dims();
    window[1] = height;
    window[2] = width;
    return x.symbolOf() instanceof TypeTrace trace
        ? Tensor.symbolic(x.type().withShape(Shape.of(window)), trace)
        : x;
  }

  // From where the largest window of the aspect ratio in the middle would begin, as in Keras.
  private Tensor fitted(Tensor x) {
    return resized(resized(x, 1, top(x), height), 2, left(x), width);
  }

  private long top(Tensor x) {
    long crop = Math.clamp((long) ((double) x.dim(2) * height / width), 1, x.dim(1));
    return (x.dim(1) - crop) / 2;
  }

  private long left(Tensor x) {
    long crop = Math.clamp((long) ((double) x.dim(1) * width / height), 1, x.dim(2));
    return (x.dim(2) - crop) / 2;
  }

  /// {@return an axis from a place on, at most as long as the window, linearly brought to the
  /// window's length}
  private static Tensor resized(Tensor x, int axis, long from, int length) {
    long crop = Math.min(length, x.dim(axis) - from);
    int[] low = new int[length];
    int[] high = new int[length];
    double[] shares = new double[length];
    for (int i = 0; i < length; i++) {
      double place = Math.clamp((i + 0.5) * crop / length - 0.5, 0.0, crop - 1.0);
      low[i] = (int) (from + (long) place);
      high[i] = (int) Math.min(low[i] + 1, from + crop - 1);
      shares[i] = place - (long) place;
    }
    long[] dims = new long[4];
    Arrays.fill(dims, 1);
    dims[axis] = length;
    Tensor share = Tensor.of(shares, Shape.of(dims)).cast(x.dtype());
    Tensor first = x.gather(Tensor.of(low), axis);
    return first.add(x.gather(Tensor.of(high), axis).sub(first).mul(share));
  }
}

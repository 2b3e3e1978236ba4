package io.gradus.nn.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.TypeTrace;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
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
    int last = input.shape().rank() - (image().channelsFirst() ? 1 : 2);
    if (!input.shape().isKnown(last) || !input.shape().isKnown(last - 1)) {
      throw new ShapeException(
          "random crop: needs images of known height and width; got x=" + input);
    }
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    if (x.dim(1) <= height || x.dim(2) <= width) {
      return fitted(x);
    }
    return window(window(x, 1, height, drawn, 0), 2, width, drawn, 1);
  }

  private static Tensor window(Tensor x, int axis, int length, Tensor drawn, int number) {
    double places = x.dim(axis) - length + 1;
    Tensor start = drawn.get(Index.at(0), Index.at(number)).mul(places).cast(DType.INT32);
    return x.gather(Tensor.arange(length).add(start), axis);
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
    long cropHeight = Math.clamp((long) ((double) x.dim(2) * height / width), 1, x.dim(1));
    long cropWidth = Math.clamp((long) ((double) x.dim(1) * width / height), 1, x.dim(2));
    Tensor rows = resized(x, 1, (x.dim(1) - cropHeight) / 2, height);
    return resized(rows, 2, (x.dim(2) - cropWidth) / 2, width);
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

package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Shows some images in a random perspective while training (`keras.layers.RandomPerspective`),
/// with a probability that is itself random: the upper left corner stays, and the coordinates of
/// the others are multiplied by random numbers around 1. In inference images stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomPerspective extends ImageAugmentation<RandomPerspective> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Double> SCALE = new ConfigKey<>("scale", Codec.NUMBER);
  private static final ConfigKey<Resampling> RESAMPLING =
      new ConfigKey<>("interpolation", Resampling.CODEC);
  private static final ConfigKey<Double> VALUE = new ConfigKey<>("fill_value", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomPerspective> SCHEMA =
      ImageAugmentation.<RandomPerspective>schemaOfImages("RandomPerspective")
          .optional(FACTOR, layer -> layer.options.factor, Options.DEFAULT.factor)
          .optional(SCALE, layer -> layer.options.scale, Options.DEFAULT.scale)
          .optional(RESAMPLING, layer -> layer.options.resampling, Options.DEFAULT.resampling)
          .optional(VALUE, layer -> layer.options.value, Options.DEFAULT.value)
          .build(RandomPerspective::new);

  private final Options options;

  private record Options(Range factor, double scale, Resampling resampling, double value) {
    static final Options DEFAULT = new Options(new Range(0, 1), 1, Resampling.BILINEAR, 0);

    Options {
      factor.within("random perspective", "factor", 0, 1);
      Limits.within("random perspective", "scale", scale, 0, 1);
    }
  }

  /// A layer that changes each image with a probability in [0, 1], as much as it can.
  public RandomPerspective() {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Options.DEFAULT);
  }

  private RandomPerspective(Settings settings, ImageOptions image, Options options) {
    super(settings, image);
    this.options = options;
  }

  private RandomPerspective(Config config) {
    this(
        settings(config),
        image(config),
        new Options(
            config.get(FACTOR), config.get(SCALE), config.get(RESAMPLING), config.get(VALUE)));
  }

  private RandomPerspective with(Options changed) {
    return new RandomPerspective(settings(), image(), changed);
  }

  /// {@return this layer, unbuilt, that changes images with a probability in this range}
  ///
  /// @throws IllegalArgumentException if the range is not in [0, 1]
  public RandomPerspective factor(double low, double high) {
    return with(new Options(Range.of(low, high), options.scale, options.resampling, options.value));
  }

  /// {@return this layer, unbuilt, that multiplies coordinates of corners by up to half of this
  /// more or less than 1, where it is 1 unless it is given}
  ///
  /// @throws IllegalArgumentException if the scale is not in [0, 1]
  public RandomPerspective scale(double scale) {
    return with(new Options(options.factor, scale, options.resampling, options.value));
  }

  /// {@return this layer, unbuilt, with something else between pixels than [Resampling#BILINEAR]}
  public RandomPerspective interpolation(Resampling resampling) {
    return with(new Options(options.factor, options.scale, resampling, options.value));
  }

  /// {@return this layer, unbuilt, with this value beyond the edges, where 0 is unless it is given}
  public RandomPerspective fillValue(double value) {
    return with(new Options(options.factor, options.scale, options.resampling, value));
  }

  @Override
  RandomPerspective with(Settings settings, ImageOptions changed) {
    return new RandomPerspective(settings, changed, options);
  }

  @Override
  public Schema<RandomPerspective> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 6;
  }

  @Override
  void check(TensorType input) {
    checkSize(input);
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    return seen(x, drawn, new WarpOptions(FillMode.CONSTANT, options.resampling, options.value));
  }

  private Tensor seen(Tensor x, Tensor drawn, WarpOptions warp) {
    Tensor seen = projection(x.dim(1), x.dim(2), drawn).of(x, warp);
    return chosen(options.factor, drawn, 0).where(seen, x);
  }

  @Override
  AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    Tensor masks = in.segmentationMasks();
    WarpOptions warp = new WarpOptions(FillMode.CONSTANT, Resampling.NEAREST, options.value);
    Tensor isSeen = chosen(options.factor, drawn, 0).squeeze(-1);
    Projection projection = projection(images.dim(1), images.dim(2), drawn);
    return in.images(images)
        .boundingBoxes(moved(in, images, boxes -> isSeen.where(projection.boxes(boxes), boxes)))
        .segmentationMasks(masks == null ? null : seen(masks, drawn, warp));
  }

  // Keras solves the eight equations that take the moved corners back. With the corner that stays
  // they fall apart: where (1, 0), (0, 1), (1, 1) came to (s, 0), (0, t), (u, v), the map is
  // x·(c + 1/s), y·(d + 1/t) over c·x + d·y + 1 with c·u = v/t − 1 and d·v = u/s − 1.
  private Projection projection(long height, long width, Tensor drawn) {
    Range shares = new Range(1 - options.scale / 2, 1 + options.scale / 2);
    Tensor s = shares.of(number(drawn, 2));
    Tensor t = shares.of(number(drawn, 3));
    Tensor u = shares.of(number(drawn, 4));
    Tensor v = shares.of(number(drawn, 5));
    Tensor c = v.div(t).sub(1).div(u);
    Tensor d = u.div(s).sub(1).div(v);
    Tensor zero = Tensor.scalar(drawn.dtype(), 0);
    Affine affine =
        new Affine(c.add(s.reciprocal()), zero, zero, zero, d.add(t.reciprocal()), zero);
    // An image that is one pixel wide or high has its corners in one place.
    return new Projection(affine, c.div(Math.max(1L, width - 1)), d.div(Math.max(1L, height - 1)));
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// Distorts some images like rubber while training (`keras.layers.RandomElasticTransform`; Simard
/// et al., *Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis*,
/// 2003), with a probability that is itself random: each pixel comes from a place a random vector
/// away, which is like those of its neighbours. In inference images stay as they are.
///
/// The vectors are normal numbers times a deviation of `0.05·scale·min(height, width)`, blurred
/// with bell curves of that deviation, times `0.1·scale·max(height, width)`. The scale is drawn
/// once for all images of a step.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomElasticTransform extends WarpingAugmentation<RandomElasticTransform> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> SCALE = new ConfigKey<>("scale", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomElasticTransform> SCHEMA =
      WarpingAugmentation.<RandomElasticTransform>schemaOfWarps("RandomElasticTransform")
          .optional(FACTOR, layer -> layer.options.factor, Options.DEFAULT.factor)
          .optional(SCALE, layer -> layer.options.scale, Options.DEFAULT.scale)
          .optional(VALUES, layer -> layer.options.values, Options.DEFAULT.values)
          .build(RandomElasticTransform::new);

  private final Options options;

  private record Options(Range factor, Range scale, Range values) {
    static final Options DEFAULT =
        new Options(new Range(0, 1), new Range(0, 1), ColorAugmentation.BYTES);

    Options {
      factor.within("random elastic transform", "factor", 0, 1);
      Limits.atLeast("random elastic transform", "scale", scale.low(), 0);
    }

    boolean changesNothing() {
      return factor.high() == 0 || scale.high() == 0;
    }
  }

  /// A layer that distorts with a probability in [0, 1], by a scale in [0, 1].
  public RandomElasticTransform() {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, WarpOptions.DEFAULT, Options.DEFAULT);
  }

  private RandomElasticTransform(
      Settings settings, ImageOptions image, WarpOptions warp, Options options) {
    super(settings, image, warp);
    this.options = options;
  }

  private RandomElasticTransform(Config config) {
    this(
        settings(config),
        image(config),
        warp(config),
        new Options(config.get(FACTOR), config.get(SCALE), config.get(VALUES)));
  }

  private RandomElasticTransform with(Options changed) {
    return new RandomElasticTransform(settings(), image(), warp(), changed);
  }

  /// {@return this layer, unbuilt, that distorts with a probability in this range}
  ///
  /// @throws IllegalArgumentException if the range is not in [0, 1]
  public RandomElasticTransform factor(double low, double high) {
    return with(new Options(Range.of(low, high), options.scale, options.values));
  }

  /// {@return this layer, unbuilt, that distorts by a scale in this range}
  ///
  /// @throws IllegalArgumentException if the range goes below 0
  public RandomElasticTransform scale(double low, double high) {
    return with(new Options(options.factor, Range.of(low, high), options.values));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given; others are clipped}
  public RandomElasticTransform valueRange(double low, double high) {
    return with(new Options(options.factor, options.scale, Range.of(low, high)));
  }

  @Override
  RandomElasticTransform with(Settings settings, ImageOptions changed) {
    return new RandomElasticTransform(settings, changed, warp(), options);
  }

  @Override
  RandomElasticTransform with(WarpOptions changed) {
    return new RandomElasticTransform(settings(), image(), changed, options);
  }

  @Override
  public Schema<RandomElasticTransform> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    if (options.changesNothing()) {
      return x;
    }
    return options.values.clip(warped(x, vectors(x, call), drawn, warp()));
  }

  private Tensor warped(Tensor x, Tensor vectors, Tensor drawn, WarpOptions warp) {
    Tensor warped = x.warp(vectors, warp.sampler());
    return chosen(options.factor, drawn, 0).where(warped, x);
  }

  @Override
  AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    refuseBoxes(in);
    Tensor masks = in.segmentationMasks();
    return in.images(images)
        .segmentationMasks(
            masks == null || options.changesNothing()
                ? masks
                : warped(masks, vectors(images, call), drawn, warp().ofMasks()));
  }

  /// {@return how far each pixel comes from to the right and from below, `[batch, height, width,
  /// 2]`}
  private Tensor vectors(Tensor x, Call call) {
    double longer = Math.max(x.dim(1), x.dim(2));
    double shorter = Math.min(x.dim(1), x.dim(2));
    Tensor drawn = call.inside("scale").random().uniform(TensorType.of(DType.FLOAT32));
    Tensor scale = options.scale.of(drawn);
    // Never 0, by which the curve would be divided.
    Tensor sigma = scale.mul(0.05 * shorter).maximum(1e-6);
    // Keras' kernel is as long as the drawn deviation asks for; this one as the largest does.
    int taps = (int) (6 * 0.05 * shorter * options.scale.high()) | 1;
    Tensor weights = BellCurve.weights(taps, sigma, sigma.mul(3));
    Shape shape = Shape.of(x.dim(0), x.dim(1), x.dim(2), 2);
    Tensor noise = call.inside("noise").random().normal(new TensorType(DType.FLOAT32, shape));
    return noise.mul(sigma).blur(weights, weights).mul(scale.mul(0.1 * longer));
  }
}

package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.RandomStream;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Overwrites a rectangle of some images while training (`keras.layers.RandomErasing`; Zhong et
/// al., *Random Erasing Data Augmentation*, 2017), with a probability that is itself random: each
/// side has the root of a random share of the image's; in inference they stay as they are. The
/// rectangle is filled with one value, or with normal numbers times the largest value.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomErasing extends ImageAugmentation<RandomErasing> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<Range> SCALE = new ConfigKey<>("scale", Range.FROM_ZERO);
  private static final ConfigKey<@Nullable List<Double>> FILL =
      new ConfigKey<>("fill_value", Codec.NUMBERS.orNull());
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomErasing> SCHEMA =
      ImageAugmentation.<RandomErasing>schemaOfImages("RandomErasing")
          .optional(FACTOR, layer -> layer.options.factor, Options.DEFAULT.factor)
          .optional(SCALE, layer -> layer.options.scale, Options.DEFAULT.scale)
          .optional(FILL, layer -> layer.options.fill, null)
          .optional(VALUES, layer -> layer.options.values, Options.DEFAULT.values)
          .build(RandomErasing::new);

  private final Options options;

  private record Options(Range factor, Range scale, @Nullable List<Double> fill, Range values) {
    static final Options DEFAULT =
        new Options(new Range(0, 1), new Range(0.02, 0.33), null, new Range(0, 255));

    Options {
      factor.within("random erasing", "factor", 0, 1);
      scale.within("random erasing", "scale", 0, 1);
    }
  }

  /// A layer that erases with a probability in [0, 1].
  public RandomErasing() {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Options.DEFAULT);
  }

  private RandomErasing(Settings settings, ImageOptions image, Options options) {
    super(settings, image);
    this.options = options;
  }

  private RandomErasing(Config config) {
    this(
        settings(config),
        image(config),
        new Options(config.get(FACTOR), config.get(SCALE), config.get(FILL), config.get(VALUES)));
  }

  private RandomErasing with(Options changed) {
    return new RandomErasing(settings(), image(), changed);
  }

  /// {@return this layer, unbuilt, that erases with a probability in this range}
  public RandomErasing factor(double low, double high) {
    return with(new Options(Range.of(low, high), options.scale, options.fill, options.values));
  }

  /// {@return this layer, unbuilt, with rectangles of such shares of the image, [0.02, 0.33] unless
  /// it is given}
  public RandomErasing scale(double low, double high) {
    return with(new Options(options.factor, Range.of(low, high), options.fill, options.values));
  }

  /// {@return this layer, unbuilt, that fills rectangles with one value, or with one for each
  /// channel}
  public RandomErasing fillValue(double... values) {
    List<Double> fill = Arrays.stream(values).boxed().toList();
    return with(new Options(options.factor, options.scale, fill, options.values));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public RandomErasing valueRange(double low, double high) {
    return with(new Options(options.factor, options.scale, options.fill, Range.of(low, high)));
  }

  @Override
  RandomErasing with(Settings settings, ImageOptions changed) {
    return new RandomErasing(settings, changed, options);
  }

  @Override
  public Schema<RandomErasing> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 6;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Rectangle rectangle =
        Rectangle.of(
            x,
            options.scale.of(column(drawn, 0)).sqrt(),
            options.scale.of(column(drawn, 1)).sqrt(),
            column(drawn, 2),
            column(drawn, 3));
    Tensor erased = chosen(options.factor, drawn, 4).logicalAnd(rectangle.mask(x));
    Tensor fill = options.fill == null ? noise(x, call) : fill(options.fill, x);
    return erased.where(fill, x);
  }

  private static Tensor fill(List<Double> values, Tensor x) {
    if (values.size() != 1 && values.size() != x.dim(3)) {
      throw new ShapeException(
          "random erasing: fillValue needs one number, or one for each channel; got %s, x=%s"
              .formatted(values, x.type()));
    }
    return Tensor.of(values.stream().mapToDouble(Double::doubleValue).toArray()).cast(x.dtype());
  }

  // Normal numbers from two uniform ones (Box, Muller, 1958).
  private Tensor noise(Tensor x, Call call) {
    RandomStream stream = call.inside("fill").random();
    TensorType type = new TensorType(DType.FLOAT32, x.shape());
    Tensor radius = stream.uniform(type).neg().log1p().mul(-2.0).sqrt();
    Tensor angle = call.inside("angle").random().uniform(type).mul(2 * Math.PI);
    return radius.mul(angle.cos()).mul(options.values.high()).cast(x.dtype());
  }
}

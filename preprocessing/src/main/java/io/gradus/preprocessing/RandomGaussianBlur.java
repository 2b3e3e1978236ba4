package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Collections;
import java.util.List;

/// Blurs some images while training (`keras.layers.RandomGaussianBlur`), with a probability that is
/// itself random: each pixel becomes a mean of those around it, weighted with bell curves whose
/// standard deviations are drawn once for all images of a step. Beyond the edges everything is 0.
/// In inference images stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class RandomGaussianBlur extends ImageAugmentation<RandomGaussianBlur> {
  private static final ConfigKey<Range> FACTOR = new ConfigKey<>("factor", Range.FROM_ZERO);
  private static final ConfigKey<List<Integer>> SIZE =
      new ConfigKey<>("kernel_size", new Codec<>(Codec.INTEGERS.read(), sizes -> sizes));
  private static final ConfigKey<Range> SIGMA = new ConfigKey<>("sigma", Range.FROM_ZERO);
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);

  /// The configuration, as Keras writes it.
  public static final Schema<RandomGaussianBlur> SCHEMA =
      ImageAugmentation.<RandomGaussianBlur>schemaOfImages("RandomGaussianBlur")
          .optional(FACTOR, layer -> layer.options.factor, Options.DEFAULT.factor)
          .optional(SIZE, layer -> layer.options.size, Options.DEFAULT.size)
          .optional(SIGMA, layer -> layer.options.sigma, Options.DEFAULT.sigma)
          .optional(VALUES, layer -> layer.options.values, Options.DEFAULT.values)
          .build(RandomGaussianBlur::new);

  private final Options options;

  /// @param size how many pixels have a weight, along the columns and along the rows
  private record Options(Range factor, List<Integer> size, Range sigma, Range values) {
    static final Options DEFAULT =
        new Options(new Range(0, 1), List.of(3), new Range(0, 1), ColorAugmentation.BYTES);

    Options {
      factor.within("random gaussian blur", "factor", 0, 1);
      if (size.isEmpty() || size.size() > 2 || size.stream().anyMatch(n -> n < 1 || n % 2 == 0)) {
        throw new IllegalArgumentException(
            "random gaussian blur: kernelSize must be one or two odd numbers of at least 1, got "
                + size);
      }
      size = size.size() == 1 ? Collections.nCopies(2, size.getFirst()) : List.copyOf(size);
      Limits.atLeast("random gaussian blur", "sigma", sigma.low(), 0);
    }
  }

  /// A layer that blurs with a probability in [0, 1], over three by three pixels with deviations in
  /// [0, 1].
  public RandomGaussianBlur() {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Options.DEFAULT);
  }

  private RandomGaussianBlur(Settings settings, ImageOptions image, Options options) {
    super(settings, image);
    this.options = options;
  }

  private RandomGaussianBlur(Config config) {
    this(
        settings(config),
        image(config),
        new Options(config.get(FACTOR), config.get(SIZE), config.get(SIGMA), config.get(VALUES)));
  }

  private RandomGaussianBlur with(Options changed) {
    return new RandomGaussianBlur(settings(), image(), changed);
  }

  /// {@return this layer, unbuilt, that blurs with a probability in this range}
  ///
  /// @throws IllegalArgumentException if the range is not in [0, 1]
  public RandomGaussianBlur factor(double low, double high) {
    return with(new Options(Range.of(low, high), options.size, options.sigma, options.values));
  }

  /// {@return this layer, unbuilt, that blurs over squares of so many pixels, 3 by 3 unless it is
  /// given}
  ///
  /// @throws IllegalArgumentException if the size is no odd number of at least 1
  public RandomGaussianBlur kernelSize(int size) {
    return kernelSize(size, size);
  }

  /// {@return this layer, unbuilt, that blurs over rectangles of so many pixels}
  ///
  /// @throws IllegalArgumentException if a size is no odd number of at least 1
  public RandomGaussianBlur kernelSize(int width, int height) {
    return with(new Options(options.factor, List.of(width, height), options.sigma, options.values));
  }

  /// {@return this layer, unbuilt, with standard deviations in this range, in pixels, [0, 1] unless
  /// it is given}
  ///
  /// @throws IllegalArgumentException if the range goes below 0
  public RandomGaussianBlur sigma(double low, double high) {
    return with(new Options(options.factor, options.size, Range.of(low, high), options.values));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given; others are clipped}
  public RandomGaussianBlur valueRange(double low, double high) {
    return with(new Options(options.factor, options.size, options.sigma, Range.of(low, high)));
  }

  @Override
  RandomGaussianBlur with(Settings settings, ImageOptions changed) {
    return new RandomGaussianBlur(settings, changed, options);
  }

  @Override
  public Schema<RandomGaussianBlur> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return 2;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    Tensor uniform = call.inside("sigma").random().uniform(TensorType.of(DType.FLOAT32, 2));
    Tensor sigma = options.sigma.of(uniform).add(1e-6);
    Tensor blurred = x.blur(weights(sigma, 0), weights(sigma, 1));
    return options.values.clip(chosen(options.factor, drawn, 0).where(blurred, x));
  }

  private Tensor weights(Tensor sigma, int axis) {
    return BellCurve.weights(options.size.get(axis), sigma.get(Index.at(axis)));
  }
}

package io.gradus.preprocessing;

import static io.gradus.preprocessing.ColorAugmentation.BYTES;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;

/// Spreads frequent values of each channel apart while training (`keras.layers.Equalization`): a
/// value becomes the share of those up to its bin, on a scale up to 255 and without those of the
/// lowest bin that is not empty. As in Keras the shares are those of all images of a batch
/// together, and a channel whose values are all in one bin stays as it is; in inference images stay
/// as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape.
public final class Equalization extends ImageLayer<Equalization> {
  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);
  private static final ConfigKey<Integer> BINS = new ConfigKey<>("bins", Codec.INTEGER);

  /// The configuration, as Keras writes it.
  public static final Schema<Equalization> SCHEMA =
      ImageLayer.<Equalization>schemaOfFormat("Equalization")
          .optional(BINS, layer -> layer.bins, 256)
          .optional(VALUES, layer -> layer.values, BYTES)
          .build(Equalization::new);

  private final Range values;
  private final int bins;

  /// A layer with 256 bins on images with values in [0, 255].
  public Equalization() {
    this(Settings.DEFAULT, ImageFormat.DEFAULT, BYTES, 256);
  }

  private Equalization(Settings settings, ImageFormat format, Range values, int bins) {
    super(settings, format);
    Limits.atLeast("equalization", "bins", bins, 1);
    this.values = values;
    this.bins = bins;
  }

  private Equalization(Config config) {
    this(settings(config), format(config), config.get(VALUES), config.get(BINS));
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public Equalization valueRange(double low, double high) {
    return new Equalization(settings(), format(), Range.of(low, high), bins);
  }

  /// {@return this layer, unbuilt, with so many bins for the values of a channel, 256 unless it is
  /// given}
  ///
  /// @throws IllegalArgumentException if there is none
  public Equalization bins(int count) {
    return new Equalization(settings(), format(), values, count);
  }

  @Override
  Equalization with(Settings settings, ImageFormat format) {
    return new Equalization(settings, format, values, bins);
  }

  @Override
  public Schema<Equalization> schema() {
    return SCHEMA;
  }

  @Override
  Tensor trained(Tensor x, Call call) {
    int channels = Math.toIntExact(x.dim(3));
    Tensor bytes = scaled(x, values, BYTES);
    Tensor bin = bytes.mul(bins - 1.0).div(255.0).clip(0.0, bins - 1.0).cast(DType.INT32);
    Tensor place = Tensor.arange(channels).mul(bins).add(bin);
    Tensor counts = counts(place.flatten(), channels);
    Tensor several = counts.countNonZero(1).greater(1);
    Tensor equalized = table(counts).flatten().gather(place, 0).cast(x.dtype());
    return scaled(several.where(equalized, bytes), BYTES, values);
  }

  /// {@return how many values are in each bin, `[channels, bins]`}
  private Tensor counts(Tensor places, int channels) {
    Tensor ones = Tensor.ones(places.shape(), DType.INT64);
    return ones.segmentSum(places, channels * bins).reshape(channels, bins);
  }

  /// {@return what the values of each bin become, `[channels, bins]`}
  private static Tensor table(Tensor counts) {
    Tensor reached = counts.cumSum(1);
    Tensor total = reached.get(Index.ALL, Index.range(-1L, null, 1));
    Tensor first = reached.greater(0).where(reached, total).min(1).expandDims(-1);
    Tensor others = total.sub(first).maximum(1).cast(DType.FLOAT64);
    return BYTES.clip(reached.sub(first).mul(255).cast(DType.FLOAT64).div(others).round());
  }

  // As Keras does it here: a factor and an offset, which decide into which bin a value falls.
  private static Tensor scaled(Tensor x, Range from, Range to) {
    double scale = to.length() / from.length();
    return x.mul(scale).add(to.low() - from.low() * scale);
  }
}

package io.gradus.preprocessing;

import static io.gradus.preprocessing.ColorAugmentation.BYTES;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Spreads the values of each part of an image over their range, in training and in inference
/// (`keras.layers.ContrastLimitedAdaptiveHistogramEqualization`; Zuiderveld, *Contrast Limited
/// Adaptive Histogram Equalization*, 1994). Of each channel of each tile the values are counted, on
/// a scale up to 255; what a count has above a limit is shared out among all 256, so that noise in
/// even regions does not grow beyond measure. A value becomes the share of those up to it, between
/// the shares that the four nearest tiles give.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis; the output has
/// the input's shape and the layer's floating type.
public final class ContrastLimitedAdaptiveHistogramEqualization
    extends ImageLayer<ContrastLimitedAdaptiveHistogramEqualization> {
  private static final String LABEL = "contrast limited adaptive histogram equalization";
  private static final int BINS = 256;

  private static final ConfigKey<Range> VALUES = new ConfigKey<>("value_range", Range.VALUES);
  private static final ConfigKey<Double> LIMIT = new ConfigKey<>("clip_limit", Codec.NUMBER);
  private static final ConfigKey<List<Integer>> TILES =
      new ConfigKey<>("tile_grid_size", Codec.listOf(Codec.INTEGER));

  /// The configuration, as Keras writes it.
  public static final Schema<ContrastLimitedAdaptiveHistogramEqualization> SCHEMA =
      ImageLayer.<ContrastLimitedAdaptiveHistogramEqualization>schemaOfFormat(
              "ContrastLimitedAdaptiveHistogramEqualization")
          .optional(VALUES, layer -> layer.options.values, Options.DEFAULT.values)
          .optional(LIMIT, layer -> layer.options.limit, Options.DEFAULT.limit)
          .optional(TILES, layer -> layer.options.tiles, Options.DEFAULT.tiles)
          .build(ContrastLimitedAdaptiveHistogramEqualization::new);

  private final Options options;

  private record Options(Range values, double limit, List<Integer> tiles) {
    static final Options DEFAULT = new Options(BYTES, 4, List.of(8, 8));

    Options {
      Limits.finite(LABEL, "clipLimit", limit);
      if (tiles.size() != 2 || tiles.get(0) < 1 || tiles.get(1) < 1) {
        throw new IllegalArgumentException(
            "%s: tileGridSize must be two numbers of at least 1, got %s".formatted(LABEL, tiles));
      }
    }
  }

  /// A layer with 8·8 tiles and the limit 4 on images with values in [0, 255].
  public ContrastLimitedAdaptiveHistogramEqualization() {
    this(Settings.DEFAULT, ImageFormat.DEFAULT, Options.DEFAULT);
  }

  private ContrastLimitedAdaptiveHistogramEqualization(
      Settings settings, ImageFormat format, Options options) {
    super(settings, format);
    this.options = options;
  }

  private ContrastLimitedAdaptiveHistogramEqualization(Config config) {
    this(
        settings(config),
        format(config),
        new Options(config.get(VALUES), config.get(LIMIT), config.get(TILES)));
  }

  private ContrastLimitedAdaptiveHistogramEqualization with(Options changed) {
    return new ContrastLimitedAdaptiveHistogramEqualization(settings(), format(), changed);
  }

  /// {@return this layer, unbuilt, on images with values in this range, [0, 255] unless it is
  /// given}
  public ContrastLimitedAdaptiveHistogramEqualization valueRange(double low, double high) {
    return with(new Options(Range.of(low, high), options.limit, options.tiles));
  }

  /// {@return this layer, unbuilt, with a limit of so many times the mean of a tile's counts, 4
  /// unless it is given; 0 is none}
  ///
  /// @throws IllegalArgumentException if it is not finite
  public ContrastLimitedAdaptiveHistogramEqualization clipLimit(double times) {
    return with(new Options(options.values, times, options.tiles));
  }

  /// {@return this layer, unbuilt, with so many tiles below and beside each other, 8 each unless it
  /// is given}
  ///
  /// @throws IllegalArgumentException if there are none
  public ContrastLimitedAdaptiveHistogramEqualization tileGridSize(int rows, int columns) {
    return with(new Options(options.values, options.limit, List.of(rows, columns)));
  }

  @Override
  ContrastLimitedAdaptiveHistogramEqualization with(Settings settings, ImageFormat format) {
    return new ContrastLimitedAdaptiveHistogramEqualization(settings, format, options);
  }

  @Override
  public Schema<ContrastLimitedAdaptiveHistogramEqualization> schema() {
    return SCHEMA;
  }

  @Override
  void check(TensorType input) {
    int rank = input.shape().rank();
    if (!input.shape().slice(rank - 3, rank).isKnown()) {
      throw new ShapeException(
          "%s: needs images of known height, width and channels; got x=%s".formatted(LABEL, input));
    }
  }

  @Override
  Tensor trained(Tensor x, Call call) {
    return unchanged(x);
  }

  @Override
  Tensor unchanged(Tensor x) {
    // Without a number of images only the type of the result is wanted.
    return x.shape().isKnown(0) ? equalized(x) : x;
  }

  private Tensor equalized(Tensor x) {
    TileAxis rows = new TileAxis(options.tiles.get(0), Math.toIntExact(x.dim(1)));
    TileAxis columns = new TileAxis(options.tiles.get(1), Math.toIntExact(x.dim(2)));
    Tensor bytes = options.values.to(BYTES, x.cast(DType.FLOAT32));
    Tensor values = BYTES.clip(bytes).cast(DType.INT32);
    Tensor filled = columns.filled(rows.filled(values, 1), 2);
    Tensor table = table(place(filled, rows.own(), columns.own()), x, rows.size() * columns.size());
    Tensor down = rows.share().reshape(-1, 1, 1);
    Tensor aside = columns.share().reshape(-1, 1);
    Tensor above = row(values, rows.before(), columns, table, aside);
    Tensor below = row(values, rows.after(), columns, table, aside);
    return BYTES.to(options.values, between(above, below, down)).cast(x.dtype());
  }

  private Tensor row(Tensor values, Tensor rows, TileAxis columns, Tensor table, Tensor aside) {
    Tensor left = table.gather(place(values, rows, columns.before()), 0);
    Tensor right = table.gather(place(values, rows, columns.after()), 0);
    return between(left, right, aside);
  }

  private static Tensor between(Tensor first, Tensor second, Tensor share) {
    return first.mul(share.neg().add(1)).add(second.mul(share));
  }

  /// {@return where in the table each value is, for these rows and columns of tiles}
  private Tensor place(Tensor values, Tensor rows, Tensor columns) {
    int tilesOfRow = options.tiles.get(1);
    int tiles = options.tiles.get(0) * tilesOfRow;
    Tensor first = Tensor.arange(Math.toIntExact(values.dim(0))).mul(tiles).reshape(-1, 1, 1, 1);
    Tensor tile = rows.mul(tilesOfRow).reshape(-1, 1, 1).add(columns.reshape(-1, 1)).add(first);
    Tensor channel = Tensor.arange(Math.toIntExact(values.dim(3)));
    return tile.mul(values.dim(3)).add(channel).mul(BINS).add(values);
  }

  /// {@return what each value becomes in each channel of each tile, in one row}
  private Tensor table(Tensor places, Tensor x, int pixels) {
    long rows = x.dim(0) * options.tiles.get(0) * options.tiles.get(1) * x.dim(3);
    Tensor ones = Tensor.ones(Shape.of(places.size()), DType.FLOAT32);
    Tensor counts =
        ones.segmentSum(places.flatten(), Math.toIntExact(rows * BINS)).reshape(rows, BINS);
    Tensor reached = limited(counts, pixels).cumSum(1);
    Tensor least = reached.min(Axes.of(1).keep());
    Tensor others = least.neg().add((double) pixels);
    Tensor divisor = others.equal(0).where(Tensor.scalar(DType.FLOAT32, 1), others);
    return BYTES.clip(reached.sub(least).mul(255.0).div(divisor)).flatten();
  }

  private Tensor limited(Tensor counts, int pixels) {
    if (options.limit <= 0) {
      return counts;
    }
    Tensor clipped = counts.minimum(options.limit * pixels / BINS);
    return clipped.add(counts.sub(clipped).sum(Axes.of(1).keep()).div(BINS));
  }
}

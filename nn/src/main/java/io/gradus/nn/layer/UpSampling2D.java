package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Makes pictures several times as high and wide (`keras.layers.UpSampling2D`), by default with
/// each pixel repeated.
///
/// Shapes: input `[n, rows, columns, channels]`, output `[n, rows·size₀, columns·size₁, channels]`;
/// with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class UpSampling2D extends Layer {
  private static final String LAYER = "up sampling 2d";
  private static final ConfigKey<List<Integer>> SIZE = new ConfigKey<>("size", Lengths.CODEC);
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<UpSampling2D> SCHEMA =
      Layer.<UpSampling2D>schemaOf("UpSampling2D")
          .optional(SIZE, layer -> layer.options.size, List.of(2, 2))
          .optional(DATA_FORMAT, layer -> layer.options.format, DataFormat.CHANNELS_LAST)
          .optional(
              Picture.INTERPOLATION, layer -> layer.options.interpolation, Interpolation.NEAREST)
          .build(UpSampling2D::new);

  private final Options options;

  private record Options(List<Integer> size, DataFormat format, Interpolation interpolation) {
    Options {
      size = Lengths.each(LAYER, "size", 2, size);
    }
  }

  /// A layer that doubles height and width.
  public UpSampling2D() {
    this(2);
  }

  /// A layer that multiplies height and width: both by one number, or each by its own.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are more than two
  public UpSampling2D(int... size) {
    this(
        Settings.DEFAULT,
        new Options(Lengths.of(size), DataFormat.CHANNELS_LAST, Interpolation.NEAREST));
  }

  private UpSampling2D(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  private UpSampling2D(Config config) {
    this(
        settings(config),
        new Options(config.get(SIZE), config.get(DATA_FORMAT), config.get(Picture.INTERPOLATION)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public UpSampling2D named(String name) {
    return new UpSampling2D(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, with other weights of the pixels}
  public UpSampling2D interpolation(Interpolation interpolation) {
    return new UpSampling2D(settings(), new Options(options.size, options.format, interpolation));
  }

  /// {@return this layer, unbuilt, with other weights of the pixels, by Keras' name}
  ///
  /// @throws IllegalArgumentException if there are none of this name
  public UpSampling2D interpolation(String name) {
    return interpolation(Picture.interpolation(name));
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public UpSampling2D dataFormat(DataFormat format) {
    return new UpSampling2D(settings(), new Options(options.size, format, options.interpolation));
  }

  @Override
  public Schema<UpSampling2D> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    options.format.check(LAYER, 2, inputs.getFirst());
    return Forward.single((x, _) -> enlarged(x));
  }

  private Tensor enlarged(Tensor x) {
    int rows = options.format.firstSpatial();
    boolean known = x.shape().isKnown(rows) && x.shape().isKnown(rows + 1);
    // Of an unknown size only the type is wanted, which is that of repeated pixels.
    if (options.interpolation == Interpolation.NEAREST || !known) {
      Tensor last = options.format.toLast(x).upsample(Lengths.array(options.size));
      return options.format.fromLast(last);
    }
    int height = Math.toIntExact(x.dim(rows) * options.size.get(0));
    int width = Math.toIntExact(x.dim(rows + 1) * options.size.get(1));
    return x.resize(rows, height, width, options.interpolation, false);
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BiFunction;

/// What pooling into a given number of windows has in common.
///
/// @param <L> the layer
abstract sealed class AdaptivePooling<L extends AdaptivePooling<L>> extends Layer
    permits AdaptiveMaxPooling1D,
        AdaptiveMaxPooling2D,
        AdaptiveMaxPooling3D,
        AdaptiveAveragePooling1D,
        AdaptiveAveragePooling2D,
        AdaptiveAveragePooling3D {
  private static final ConfigKey<List<Integer>> OUTPUT_SIZE =
      new ConfigKey<>("output_size", Lengths.CODEC);
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);

  private final Options options;

  /// The settings.
  ///
  /// @param layer the layer's name in messages
  /// @param axes the number of spatial axes
  /// @param counts the number of windows along each axis
  record Options(String layer, int axes, List<Integer> counts, DataFormat format) {
    Options {
      counts = Lengths.each(layer, "output_size", axes, counts);
    }

    /// {@return settings of inputs with their channels last}
    static Options of(String layer, int axes, int... counts) {
      return new Options(layer, axes, Lengths.of(counts), DataFormat.CHANNELS_LAST);
    }
  }

  AdaptivePooling(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  static <L extends AdaptivePooling<L>> Schema<L> schema(
      String className, String label, int axes, BiFunction<Settings, Options, L> constructor) {
    return Layer.<L>schemaOf(className)
        .required(OUTPUT_SIZE, layer -> layer.options().counts)
        .optional(DATA_FORMAT, layer -> layer.options().format, DataFormat.CHANNELS_LAST)
        .build(config ->
            constructor.apply(
                settings(config),
                new Options(label, axes, config.get(OUTPUT_SIZE), config.get(DATA_FORMAT))));
  }

  abstract L with(Settings settings, Options options);

  abstract Tensor pooled(Tensor x, Pool pool);

  final Options options() {
    return options;
  }

  /// {@return this layer, unbuilt, with the given name}
  public L named(String name) {
    return with(settings().named(name), options);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public L dataFormat(DataFormat format) {
    Options o = options;
    return with(settings(), new Options(o.layer, o.axes, o.counts, format));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    DataFormat format = options.format;
    format.check(options.layer, options.axes, inputs.getFirst());
    Pool pool = Pool.into(Lengths.array(options.counts));
    return Forward.single((x, _) -> format.fromLast(pooled(format.toLast(x), pool)));
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What pooling over windows of one size has in common.
///
/// @param <L> the layer
abstract sealed class WindowPooling<L extends WindowPooling<L>> extends Layer
    permits MaxPooling1D,
        MaxPooling2D,
        MaxPooling3D,
        AveragePooling1D,
        AveragePooling2D,
        AveragePooling3D {
  private static final ConfigKey<List<Integer>> POOL_SIZE =
      new ConfigKey<>("pool_size", Lengths.CODEC);
  private static final ConfigKey<String> PADDING = new ConfigKey<>("padding", Codec.TEXT);
  private static final ConfigKey<@Nullable List<Integer>> STRIDES =
      new ConfigKey<>("strides", Lengths.CODEC.orNull());
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);

  private static final String VALID = "valid";
  private static final String SAME = "same";

  private final Options options;

  /// The settings.
  ///
  /// @param layer the layer's name in messages
  /// @param axes the number of spatial axes
  record Options(
      String layer,
      int axes,
      List<Integer> size,
      List<Integer> strides,
      String padding,
      DataFormat format) {
    Options {
      size = Lengths.each(layer, "pool_size", axes, size);
      strides = Lengths.each(layer, "strides", axes, strides);
      if (!padding.equals(VALID) && !padding.equals(SAME)) {
        throw Names.unknown(layer + ": padding", padding, List.of(VALID, SAME));
      }
    }

    /// {@return settings of windows side by side, one size for all axes or one for each}
    static Options of(String layer, int axes, int... size) {
      List<Integer> lengths = Lengths.of(size);
      return new Options(layer, axes, lengths, lengths, VALID, DataFormat.CHANNELS_LAST);
    }

    private Options strides(List<Integer> strides) {
      return new Options(layer, axes, size, strides, padding, format);
    }

    private Options padding(String padding) {
      return new Options(layer, axes, size, strides, padding, format);
    }

    private Options format(DataFormat format) {
      return new Options(layer, axes, size, strides, padding, format);
    }

    private Pool pool() {
      Pool.Sliding pool = Pool.of(Lengths.array(size)).strides(Lengths.array(strides));
      return padding.equals(SAME) ? pool.padded() : pool;
    }
  }

  WindowPooling(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  static <L extends WindowPooling<L>> Schema<L> schema(
      String className, Options standard, BiFunction<Settings, Options, L> constructor) {
    return Layer.<L>schemaOf(className)
        .optional(POOL_SIZE, layer -> layer.options().size, standard.size)
        .optional(PADDING, layer -> layer.options().padding, VALID)
        .optional(STRIDES, layer -> layer.options().strides, null)
        .optional(DATA_FORMAT, layer -> layer.options().format, DataFormat.CHANNELS_LAST)
        .build(config -> constructor.apply(settings(config), options(standard, config)));
  }

  private static Options options(Options standard, Config config) {
    List<Integer> size = config.get(POOL_SIZE);
    List<Integer> strides = config.get(STRIDES);
    return new Options(
        standard.layer,
        standard.axes,
        size,
        strides == null ? size : strides,
        config.get(PADDING),
        config.get(DATA_FORMAT));
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

  /// {@return this layer, unbuilt, with the beginnings of neighbouring windows at other distances:
  /// one for each axis, or one for all}
  ///
  /// @throws IllegalArgumentException if there are more or fewer, or one is below 1
  public L strides(int... strides) {
    return with(settings(), options.strides(Lengths.of(strides)));
  }

  /// {@return this layer, unbuilt, with padding `valid`, where only windows that fit count, or
  /// `same`, which has ⌈length / stride⌉ windows along each axis; nothing is beyond the ends}
  ///
  /// @throws IllegalArgumentException if there is no such padding
  public L padding(String padding) {
    return with(settings(), options.padding(padding));
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public L dataFormat(DataFormat format) {
    return with(settings(), options.format(format));
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    DataFormat format = options.format;
    format.check(options.layer, options.axes, inputs.getFirst());
    Pool pool = options.pool();
    return Forward.single((x, _) -> format.fromLast(pooled(format.toLast(x), pool)));
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What pooling over all of the spatial axes has in common.
///
/// @param <L> the layer
abstract sealed class GlobalPooling<L extends GlobalPooling<L>> extends Layer
    permits GlobalMaxPooling1D,
        GlobalMaxPooling2D,
        GlobalMaxPooling3D,
        GlobalAveragePooling1D,
        GlobalAveragePooling2D,
        GlobalAveragePooling3D {
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);
  private static final ConfigKey<Boolean> KEEP_DIMS = new ConfigKey<>("keepdims", Codec.TRUTH);

  private final Options options;

  /// The settings.
  ///
  /// @param layer the layer's name in messages
  /// @param axes the number of spatial axes
  record Options(String layer, int axes, DataFormat format, boolean keepDims) {
    /// {@return settings of inputs with their channels last, whose spatial axes vanish}
    static Options of(String layer, int axes) {
      return new Options(layer, axes, DataFormat.CHANNELS_LAST, false);
    }
  }

  GlobalPooling(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  static <L extends GlobalPooling<L>> Schema<L> schema(
      String className, Options standard, BiFunction<Settings, Options, L> constructor) {
    return Layer.<L>schemaOf(className)
        .optional(DATA_FORMAT, layer -> layer.options().format, DataFormat.CHANNELS_LAST)
        .optional(KEEP_DIMS, layer -> layer.options().keepDims, false)
        .build(config ->
            constructor.apply(
                settings(config),
                new Options(
                    standard.layer,
                    standard.axes,
                    config.get(DATA_FORMAT),
                    config.get(KEEP_DIMS))));
  }

  abstract L with(Settings settings, Options options);

  /// {@return the tensor pooled over the axes}
  ///
  /// @param mask which steps count, or null
  abstract Tensor pooled(Tensor x, @Nullable Tensor mask, Axes axes);

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
    return with(settings(), new Options(o.layer, o.axes, format, o.keepDims));
  }

  /// {@return this layer, unbuilt, whose outputs keep the spatial axes with length 1, or not}
  public L keepDims(boolean keepDims) {
    Options o = options;
    return with(settings(), new Options(o.layer, o.axes, o.format, keepDims));
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    options.format.check(options.layer, options.axes, inputs.getFirst());
    Axes spatial = Axes.of(options.format.spatial(options.axes));
    Axes axes = options.keepDims ? spatial.keep() : spatial;
    return (in, _) -> Values.of(pooled(in.one(), in.mask(0), axes));
  }
}

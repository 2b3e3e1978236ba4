package io.gradus.nn.layer;

import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BiFunction;

/// What layers that cut off or add margins have in common.
///
/// @param <L> the layer
abstract sealed class MarginLayer<L extends MarginLayer<L>> extends Layer
    permits Cropping1D, Cropping2D, Cropping3D, ZeroPadding1D, ZeroPadding2D, ZeroPadding3D {
  private static final ConfigKey<DataFormat> DATA_FORMAT =
      new ConfigKey<>("data_format", DataFormat.CODEC);

  private final Options options;

  /// The settings.
  ///
  /// @param layer the layer's name in messages
  /// @param axes the number of spatial axes
  record Options(String layer, int axes, Margins margins, DataFormat format) {
    /// {@return settings of inputs with their channels last}
    static Options of(String layer, int axes, int... margins) {
      return new Options(layer, axes, Margins.of(layer, axes, margins), DataFormat.CHANNELS_LAST);
    }

    Options format(DataFormat changed) {
      return new Options(layer, axes, margins, changed);
    }
  }

  MarginLayer(Settings settings, Options options) {
    super(settings);
    this.options = options;
  }

  /// {@return the schema of a layer whose margins are called `setting`}
  static <L extends MarginLayer<L>> Schema<L> schema(
      String className,
      String setting,
      Options standard,
      BiFunction<Settings, Options, L> constructor) {
    ConfigKey<Margins> key = new ConfigKey<>(setting, Margins.codec(standard.layer, standard.axes));
    return Layer.<L>schemaOf(className)
        .optional(key, layer -> layer.options().margins, standard.margins)
        .optional(DATA_FORMAT, layer -> layer.options().format, DataFormat.CHANNELS_LAST)
        .build(config ->
            constructor.apply(
                settings(config),
                new Options(
                    standard.layer, standard.axes, config.get(key), config.get(DATA_FORMAT))));
  }

  /// {@return the schema of a layer whose channels are always last}
  static <L extends MarginLayer<L>> Schema<L> schemaChannelsLast(
      String className,
      String setting,
      Options standard,
      BiFunction<Settings, Options, L> constructor) {
    ConfigKey<Margins> key = new ConfigKey<>(setting, Margins.codec(standard.layer, standard.axes));
    return Layer.<L>schemaOf(className)
        .optional(key, layer -> layer.options().margins, standard.margins)
        .build(config ->
            constructor.apply(
                settings(config),
                new Options(standard.layer, standard.axes, config.get(key), standard.format)));
  }

  abstract L with(Settings settings, Options options);

  /// Refuses an input whose axes, the first spatial one of which is `first`, the margins do not
  /// fit.
  abstract void check(TensorType input, int first);

  /// {@return the tensor with other margins}
  ///
  /// @param first the number of the first spatial axis
  abstract Tensor changed(Tensor x, int first);

  final Options options() {
    return options;
  }

  /// {@return this layer, unbuilt, with the given name}
  public L named(String name) {
    return with(settings().named(name), options);
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    options.format.check(options.layer, options.axes, input);
    int first = options.format.firstSpatial();
    check(input, first);
    return Forward.single((x, _) -> changed(x, first));
  }
}

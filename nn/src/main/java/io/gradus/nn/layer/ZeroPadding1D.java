package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Puts zeros before and behind the cells of the spatial axis (`keras.layers.ZeroPadding1D`).
///
/// Shapes: input `[n, steps, channels]`, output the same but for the spatial lengths; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class ZeroPadding1D extends MarginLayer<ZeroPadding1D> {
  private static final String LAYER = "zero padding 1d";
  private static final Options STANDARD = Options.of(LAYER, 1, 1);

  /// The configuration, as Keras writes it.
  public static final Schema<ZeroPadding1D> SCHEMA =
      schema("ZeroPadding1D", "padding", STANDARD, ZeroPadding1D::new);

  /// A layer that adds one cell at each end.
  public ZeroPadding1D() {
    this(Settings.DEFAULT, STANDARD);
  }

  /// A layer that adds so many cells: one number for both ends, or one for the beginning and one
  /// for the end.
  ///
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  public ZeroPadding1D(int... padding) {
    this(Settings.DEFAULT, Options.of(LAYER, 1, padding));
  }

  private ZeroPadding1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  ZeroPadding1D with(Settings settings, Options options) {
    return new ZeroPadding1D(settings, options);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public ZeroPadding1D dataFormat(DataFormat format) {
    return new ZeroPadding1D(settings(), options().format(format));
  }

  @Override
  void check(TensorType input, int first) {}

  @Override
  Tensor changed(Tensor x, int first) {
    return ZeroPadding.pad(options(), x, first);
  }

  @Override
  public Schema<ZeroPadding1D> schema() {
    return SCHEMA;
  }
}

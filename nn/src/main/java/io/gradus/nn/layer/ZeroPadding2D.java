package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Puts zeros before and behind the cells of both spatial axes (`keras.layers.ZeroPadding2D`).
///
/// Shapes: input `[n, height, width, channels]`, output the same but for the spatial lengths; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class ZeroPadding2D extends MarginLayer<ZeroPadding2D> {
  private static final String LAYER = "zero padding 2d";
  private static final Options STANDARD = Options.of(LAYER, 2, 1);

  /// The configuration, as Keras writes it.
  public static final Schema<ZeroPadding2D> SCHEMA =
      schema("ZeroPadding2D", "padding", STANDARD, ZeroPadding2D::new);

  /// A layer that adds one cell at each end.
  public ZeroPadding2D() {
    this(Settings.DEFAULT, STANDARD);
  }

  /// A layer that adds so many cells: one number for all ends, two for height and width, or four:
  /// top, bottom, left, right.
  ///
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  public ZeroPadding2D(int... padding) {
    this(Settings.DEFAULT, Options.of(LAYER, 2, padding));
  }

  private ZeroPadding2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  ZeroPadding2D with(Settings settings, Options options) {
    return new ZeroPadding2D(settings, options);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public ZeroPadding2D dataFormat(DataFormat format) {
    return new ZeroPadding2D(settings(), options().format(format));
  }

  @Override
  void check(TensorType input, int first) {}

  @Override
  Tensor changed(Tensor x, int first) {
    return ZeroPadding.pad(options(), x, first);
  }

  @Override
  public Schema<ZeroPadding2D> schema() {
    return SCHEMA;
  }
}

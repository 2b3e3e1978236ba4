package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Puts zeros before and behind the cells of all three spatial axes (`keras.layers.ZeroPadding3D`).
///
/// Shapes: input `[n, depth, height, width, channels]`, output the same but for the spatial
/// lengths; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class ZeroPadding3D extends MarginLayer<ZeroPadding3D> {
  private static final String LAYER = "zero padding 3d";
  private static final Options STANDARD = Options.of(LAYER, 3, 1);

  /// The configuration, as Keras writes it.
  public static final Schema<ZeroPadding3D> SCHEMA =
      schema("ZeroPadding3D", "padding", STANDARD, ZeroPadding3D::new);

  /// A layer that adds one cell at each end.
  public ZeroPadding3D() {
    this(Settings.DEFAULT, STANDARD);
  }

  /// A layer that adds so many cells: one number for all ends, three for the axes, or six: a
  /// beginning and an end for each.
  ///
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  public ZeroPadding3D(int... padding) {
    this(Settings.DEFAULT, Options.of(LAYER, 3, padding));
  }

  private ZeroPadding3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  ZeroPadding3D with(Settings settings, Options options) {
    return new ZeroPadding3D(settings, options);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public ZeroPadding3D dataFormat(DataFormat format) {
    return new ZeroPadding3D(settings(), options().format(format));
  }

  @Override
  void check(TensorType input, int first) {}

  @Override
  Tensor changed(Tensor x, int first) {
    return ZeroPadding.pad(options(), x, first);
  }

  @Override
  public Schema<ZeroPadding3D> schema() {
    return SCHEMA;
  }
}

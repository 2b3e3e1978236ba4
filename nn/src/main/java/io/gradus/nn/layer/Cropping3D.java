package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Cuts cells off the beginning and end of all three spatial axes (`keras.layers.Cropping3D`).
///
/// Shapes: input `[n, depth, height, width, channels]`, output the same but for the spatial
/// lengths; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class Cropping3D extends MarginLayer<Cropping3D> {
  private static final String LAYER = "cropping 3d";
  private static final Options STANDARD = Options.of(LAYER, 3, 1);

  /// The configuration, as Keras writes it.
  public static final Schema<Cropping3D> SCHEMA =
      schema("Cropping3D", "cropping", STANDARD, Cropping3D::new);

  /// A layer that cuts one cell at each end.
  public Cropping3D() {
    this(Settings.DEFAULT, STANDARD);
  }

  /// A layer that cuts so many cells: one number for all ends, three for the axes, or six: a
  /// beginning and an end for each.
  ///
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  public Cropping3D(int... cropping) {
    this(Settings.DEFAULT, Options.of(LAYER, 3, cropping));
  }

  private Cropping3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  Cropping3D with(Settings settings, Options options) {
    return new Cropping3D(settings, options);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public Cropping3D dataFormat(DataFormat format) {
    return new Cropping3D(settings(), options().format(format));
  }

  @Override
  void check(TensorType input, int first) {
    Cropping.check(options(), input, first);
  }

  @Override
  Tensor changed(Tensor x, int first) {
    return Cropping.crop(options(), x, first);
  }

  @Override
  public Schema<Cropping3D> schema() {
    return SCHEMA;
  }
}

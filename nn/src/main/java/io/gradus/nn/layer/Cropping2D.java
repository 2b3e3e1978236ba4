package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Cuts cells off the beginning and end of both spatial axes (`keras.layers.Cropping2D`).
///
/// Shapes: input `[n, height, width, channels]`, output the same but for the spatial lengths; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class Cropping2D extends MarginLayer<Cropping2D> {
  private static final String LAYER = "cropping 2d";
  private static final Options STANDARD = Options.of(LAYER, 2, 0);

  /// The configuration, as Keras writes it.
  public static final Schema<Cropping2D> SCHEMA =
      schema("Cropping2D", "cropping", STANDARD, Cropping2D::new);

  /// A layer that cuts nothing.
  public Cropping2D() {
    this(Settings.DEFAULT, STANDARD);
  }

  /// A layer that cuts so many cells: one number for all ends, two for height and width, or four:
  /// top, bottom, left, right.
  ///
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  public Cropping2D(int... cropping) {
    this(Settings.DEFAULT, Options.of(LAYER, 2, cropping));
  }

  private Cropping2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  Cropping2D with(Settings settings, Options options) {
    return new Cropping2D(settings, options);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public Cropping2D dataFormat(DataFormat format) {
    return new Cropping2D(settings(), options().format(format));
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
  public Schema<Cropping2D> schema() {
    return SCHEMA;
  }
}

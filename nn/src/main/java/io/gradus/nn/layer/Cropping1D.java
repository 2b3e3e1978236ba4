package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;

/// Cuts cells off the beginning and end of the spatial axis (`keras.layers.Cropping1D`).
///
/// Shapes: input `[n, steps, channels]`, output the same but for the spatial lengths.
public final class Cropping1D extends MarginLayer<Cropping1D> {
  private static final String LAYER = "cropping 1d";
  private static final Options STANDARD = Options.of(LAYER, 1, 1);

  /// The configuration, as Keras writes it.
  public static final Schema<Cropping1D> SCHEMA =
      schemaChannelsLast("Cropping1D", "cropping", STANDARD, Cropping1D::new);

  /// A layer that cuts one cell at each end.
  public Cropping1D() {
    this(Settings.DEFAULT, STANDARD);
  }

  /// A layer that cuts so many cells: one number for both ends, or one for the beginning and one
  /// for the end.
  ///
  /// @throws IllegalArgumentException if there is another number of them, or one is negative
  public Cropping1D(int... cropping) {
    this(Settings.DEFAULT, Options.of(LAYER, 1, cropping));
  }

  private Cropping1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  Cropping1D with(Settings settings, Options options) {
    return new Cropping1D(settings, options);
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
  public Schema<Cropping1D> schema() {
    return SCHEMA;
  }
}

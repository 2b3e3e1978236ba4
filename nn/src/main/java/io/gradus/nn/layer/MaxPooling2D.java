package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The largest element of each window on two spatial axes, for each sample and channel
/// (`keras.layers.MaxPooling2D`).
///
/// Shapes: input `[n, height, width, channels]`, output `[n, rows, columns, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class MaxPooling2D extends WindowPooling<MaxPooling2D> {
  private static final String LAYER = "max pooling 2d";

  /// The configuration, as Keras writes it.
  public static final Schema<MaxPooling2D> SCHEMA =
      schema("MaxPooling2D", Options.of(LAYER, 2, 2), MaxPooling2D::new);

  /// A layer with windows of 2 × 2 cells, side by side.
  public MaxPooling2D() {
    this(2);
  }

  /// A layer with windows of this size: one length for all axes, or one for each, side by side.
  ///
  /// @throws IllegalArgumentException if a length is below 1, or there are more or fewer
  public MaxPooling2D(int... size) {
    this(Settings.DEFAULT, Options.of(LAYER, 2, size));
  }

  private MaxPooling2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  MaxPooling2D with(Settings settings, Options options) {
    return new MaxPooling2D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.maxPool(pool);
  }

  @Override
  public Schema<MaxPooling2D> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The largest element of each window on one spatial axis, for each sample and channel
/// (`keras.layers.MaxPooling1D`).
///
/// Shapes: input `[n, steps, channels]`, output `[n, windows, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class MaxPooling1D extends WindowPooling<MaxPooling1D> {
  private static final String LAYER = "max pooling 1d";

  /// The configuration, as Keras writes it.
  public static final Schema<MaxPooling1D> SCHEMA =
      schema("MaxPooling1D", Options.of(LAYER, 1, 2), MaxPooling1D::new);

  /// A layer with windows of 2 cells, side by side.
  public MaxPooling1D() {
    this(2);
  }

  /// A layer with windows of this length, side by side.
  ///
  /// @throws IllegalArgumentException if a length is below 1
  public MaxPooling1D(int size) {
    this(Settings.DEFAULT, Options.of(LAYER, 1, size));
  }

  private MaxPooling1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  MaxPooling1D with(Settings settings, Options options) {
    return new MaxPooling1D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.maxPool(pool);
  }

  @Override
  public Schema<MaxPooling1D> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The mean of each window on one spatial axis, for each sample and channel
/// (`keras.layers.AveragePooling1D`). Cells beyond the ends do not count.
///
/// Shapes: input `[n, steps, channels]`, output `[n, windows, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AveragePooling1D extends WindowPooling<AveragePooling1D> {
  private static final String LAYER = "average pooling 1d";

  /// The configuration, as Keras writes it.
  public static final Schema<AveragePooling1D> SCHEMA =
      schema("AveragePooling1D", Options.of(LAYER, 1, 2), AveragePooling1D::new);

  /// A layer with windows of this length, side by side.
  ///
  /// @throws IllegalArgumentException if a length is below 1
  public AveragePooling1D(int size) {
    this(Settings.DEFAULT, Options.of(LAYER, 1, size));
  }

  private AveragePooling1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AveragePooling1D with(Settings settings, Options options) {
    return new AveragePooling1D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.averagePool(pool);
  }

  @Override
  public Schema<AveragePooling1D> schema() {
    return SCHEMA;
  }
}

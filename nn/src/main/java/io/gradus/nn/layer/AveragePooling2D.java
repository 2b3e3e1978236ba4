package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The mean of each window on two spatial axes, for each sample and channel
/// (`keras.layers.AveragePooling2D`). Cells beyond the ends do not count.
///
/// Shapes: input `[n, height, width, channels]`, output `[n, rows, columns, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AveragePooling2D extends WindowPooling<AveragePooling2D> {
  private static final String LAYER = "average pooling 2d";

  /// The configuration, as Keras writes it.
  public static final Schema<AveragePooling2D> SCHEMA =
      schema("AveragePooling2D", Options.of(LAYER, 2, 2), AveragePooling2D::new);

  /// A layer with windows of this size: one length for all axes, or one for each, side by side.
  ///
  /// @throws IllegalArgumentException if a length is below 1, or there are more or fewer
  public AveragePooling2D(int... size) {
    this(Settings.DEFAULT, Options.of(LAYER, 2, size));
  }

  private AveragePooling2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AveragePooling2D with(Settings settings, Options options) {
    return new AveragePooling2D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.averagePool(pool);
  }

  @Override
  public Schema<AveragePooling2D> schema() {
    return SCHEMA;
  }
}

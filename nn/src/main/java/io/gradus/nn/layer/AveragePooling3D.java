package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The mean of each window on three spatial axes, for each sample and channel
/// (`keras.layers.AveragePooling3D`). Cells beyond the ends do not count.
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, planes, rows, columns,
/// channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AveragePooling3D extends WindowPooling<AveragePooling3D> {
  private static final String LAYER = "average pooling 3d";

  /// The configuration, as Keras writes it.
  public static final Schema<AveragePooling3D> SCHEMA =
      schema("AveragePooling3D", Options.of(LAYER, 3, 2), AveragePooling3D::new);

  /// A layer with windows of this size: one length for all axes, or one for each, side by side.
  ///
  /// @throws IllegalArgumentException if a length is below 1, or there are more or fewer
  public AveragePooling3D(int... size) {
    this(Settings.DEFAULT, Options.of(LAYER, 3, size));
  }

  private AveragePooling3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AveragePooling3D with(Settings settings, Options options) {
    return new AveragePooling3D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.averagePool(pool);
  }

  @Override
  public Schema<AveragePooling3D> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The largest element of each window on three spatial axes, for each sample and channel
/// (`keras.layers.MaxPooling3D`).
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, planes, rows, columns,
/// channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class MaxPooling3D extends WindowPooling<MaxPooling3D> {
  private static final String LAYER = "max pooling 3d";

  /// The configuration, as Keras writes it.
  public static final Schema<MaxPooling3D> SCHEMA =
      schema("MaxPooling3D", Options.of(LAYER, 3, 2), MaxPooling3D::new);

  /// A layer with windows of 2 × 2 × 2 cells, side by side.
  public MaxPooling3D() {
    this(2);
  }

  /// A layer with windows of this size: one length for all axes, or one for each, side by side.
  ///
  /// @throws IllegalArgumentException if a length is below 1, or there are more or fewer
  public MaxPooling3D(int... size) {
    this(Settings.DEFAULT, Options.of(LAYER, 3, size));
  }

  private MaxPooling3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  MaxPooling3D with(Settings settings, Options options) {
    return new MaxPooling3D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.maxPool(pool);
  }

  @Override
  public Schema<MaxPooling3D> schema() {
    return SCHEMA;
  }
}

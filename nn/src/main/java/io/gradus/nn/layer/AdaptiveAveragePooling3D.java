package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The mean of each of a given number of windows, whatever the lengths, for each sample and channel
/// (`keras.layers.AdaptiveAveragePooling3D`). Window `i` of `k` over length `l` goes from ⌊i·l/k⌋
/// up to ⌈(i + 1)·l/k⌉.
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, planes, rows, columns,
/// channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AdaptiveAveragePooling3D extends AdaptivePooling<AdaptiveAveragePooling3D> {
  private static final String LAYER = "adaptive average pooling 3d";

  /// The configuration, as Keras writes it.
  public static final Schema<AdaptiveAveragePooling3D> SCHEMA =
      schema("AdaptiveAveragePooling3D", LAYER, 3, AdaptiveAveragePooling3D::new);

  /// A layer with so many windows along each axis: one number for all, or one for each.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are more or fewer
  public AdaptiveAveragePooling3D(int... outputSize) {
    this(Settings.DEFAULT, Options.of(LAYER, 3, outputSize));
  }

  private AdaptiveAveragePooling3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AdaptiveAveragePooling3D with(Settings settings, Options options) {
    return new AdaptiveAveragePooling3D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.averagePool(pool);
  }

  @Override
  public Schema<AdaptiveAveragePooling3D> schema() {
    return SCHEMA;
  }
}

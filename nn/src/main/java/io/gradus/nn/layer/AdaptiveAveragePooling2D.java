package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The mean of each of a given number of windows, whatever the lengths, for each sample and channel
/// (`keras.layers.AdaptiveAveragePooling2D`). Window `i` of `k` over length `l` goes from ⌊i·l/k⌋
/// up to ⌈(i + 1)·l/k⌉.
///
/// Shapes: input `[n, height, width, channels]`, output `[n, rows, columns, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AdaptiveAveragePooling2D extends AdaptivePooling<AdaptiveAveragePooling2D> {
  private static final String LAYER = "adaptive average pooling 2d";

  /// The configuration, as Keras writes it.
  public static final Schema<AdaptiveAveragePooling2D> SCHEMA =
      schema("AdaptiveAveragePooling2D", LAYER, 2, AdaptiveAveragePooling2D::new);

  /// A layer with so many windows along each axis: one number for all, or one for each.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are more or fewer
  public AdaptiveAveragePooling2D(int... outputSize) {
    this(Settings.DEFAULT, Options.of(LAYER, 2, outputSize));
  }

  private AdaptiveAveragePooling2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AdaptiveAveragePooling2D with(Settings settings, Options options) {
    return new AdaptiveAveragePooling2D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.averagePool(pool);
  }

  @Override
  public Schema<AdaptiveAveragePooling2D> schema() {
    return SCHEMA;
  }
}

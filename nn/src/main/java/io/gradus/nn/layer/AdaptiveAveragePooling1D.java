package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The mean of each of a given number of windows, whatever the lengths, for each sample and channel
/// (`keras.layers.AdaptiveAveragePooling1D`). Window `i` of `k` over length `l` goes from ⌊i·l/k⌋
/// up to ⌈(i + 1)·l/k⌉.
///
/// Shapes: input `[n, steps, channels]`, output `[n, windows, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AdaptiveAveragePooling1D extends AdaptivePooling<AdaptiveAveragePooling1D> {
  private static final String LAYER = "adaptive average pooling 1d";

  /// The configuration, as Keras writes it.
  public static final Schema<AdaptiveAveragePooling1D> SCHEMA =
      schema("AdaptiveAveragePooling1D", LAYER, 1, AdaptiveAveragePooling1D::new);

  /// A layer with so many windows.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public AdaptiveAveragePooling1D(int outputSize) {
    this(Settings.DEFAULT, Options.of(LAYER, 1, outputSize));
  }

  private AdaptiveAveragePooling1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AdaptiveAveragePooling1D with(Settings settings, Options options) {
    return new AdaptiveAveragePooling1D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.averagePool(pool);
  }

  @Override
  public Schema<AdaptiveAveragePooling1D> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The largest element of each of a given number of windows, whatever the lengths, for each sample
/// and channel (`keras.layers.AdaptiveMaxPooling1D`). Window `i` of `k` over length `l` goes from
/// ⌊i·l/k⌋ up to ⌈(i + 1)·l/k⌉.
///
/// Shapes: input `[n, steps, channels]`, output `[n, windows, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AdaptiveMaxPooling1D extends AdaptivePooling<AdaptiveMaxPooling1D> {
  private static final String LAYER = "adaptive max pooling 1d";

  /// The configuration, as Keras writes it.
  public static final Schema<AdaptiveMaxPooling1D> SCHEMA =
      schema("AdaptiveMaxPooling1D", LAYER, 1, AdaptiveMaxPooling1D::new);

  /// A layer with so many windows.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public AdaptiveMaxPooling1D(int outputSize) {
    this(Settings.DEFAULT, Options.of(LAYER, 1, outputSize));
  }

  private AdaptiveMaxPooling1D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AdaptiveMaxPooling1D with(Settings settings, Options options) {
    return new AdaptiveMaxPooling1D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.maxPool(pool);
  }

  @Override
  public Schema<AdaptiveMaxPooling1D> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The largest element of each of a given number of windows, whatever the lengths, for each sample
/// and channel (`keras.layers.AdaptiveMaxPooling2D`). Window `i` of `k` over length `l` goes from
/// ⌊i·l/k⌋ up to ⌈(i + 1)·l/k⌉.
///
/// Shapes: input `[n, height, width, channels]`, output `[n, rows, columns, channels]`; with
/// [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AdaptiveMaxPooling2D extends AdaptivePooling<AdaptiveMaxPooling2D> {
  private static final String LAYER = "adaptive max pooling 2d";

  /// The configuration, as Keras writes it.
  public static final Schema<AdaptiveMaxPooling2D> SCHEMA =
      schema("AdaptiveMaxPooling2D", LAYER, 2, AdaptiveMaxPooling2D::new);

  /// A layer with so many windows along each axis: one number for all, or one for each.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are more or fewer
  public AdaptiveMaxPooling2D(int... outputSize) {
    this(Settings.DEFAULT, Options.of(LAYER, 2, outputSize));
  }

  private AdaptiveMaxPooling2D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AdaptiveMaxPooling2D with(Settings settings, Options options) {
    return new AdaptiveMaxPooling2D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.maxPool(pool);
  }

  @Override
  public Schema<AdaptiveMaxPooling2D> schema() {
    return SCHEMA;
  }
}

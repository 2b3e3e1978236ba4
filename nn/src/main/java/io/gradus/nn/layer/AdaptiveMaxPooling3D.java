package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;

/// The largest element of each of a given number of windows, whatever the lengths, for each sample
/// and channel (`keras.layers.AdaptiveMaxPooling3D`). Window `i` of `k` over length `l` goes from
/// ⌊i·l/k⌋ up to ⌈(i + 1)·l/k⌉.
///
/// Shapes: input `[n, depth, height, width, channels]`, output `[n, planes, rows, columns,
/// channels]`; with [DataFormat#CHANNELS_FIRST] the channels stand behind `n`.
public final class AdaptiveMaxPooling3D extends AdaptivePooling<AdaptiveMaxPooling3D> {
  private static final String LAYER = "adaptive max pooling 3d";

  /// The configuration, as Keras writes it.
  public static final Schema<AdaptiveMaxPooling3D> SCHEMA =
      schema("AdaptiveMaxPooling3D", LAYER, 3, AdaptiveMaxPooling3D::new);

  /// A layer with so many windows along each axis: one number for all, or one for each.
  ///
  /// @throws IllegalArgumentException if a number is below 1, or there are more or fewer
  public AdaptiveMaxPooling3D(int... outputSize) {
    this(Settings.DEFAULT, Options.of(LAYER, 3, outputSize));
  }

  private AdaptiveMaxPooling3D(Settings settings, Options options) {
    super(settings, options);
  }

  @Override
  AdaptiveMaxPooling3D with(Settings settings, Options options) {
    return new AdaptiveMaxPooling3D(settings, options);
  }

  @Override
  Tensor pooled(Tensor x, Pool pool) {
    return x.maxPool(pool);
  }

  @Override
  public Schema<AdaptiveMaxPooling3D> schema() {
    return SCHEMA;
  }
}

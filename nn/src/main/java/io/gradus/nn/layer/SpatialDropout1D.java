package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;

/// Sets a share of the channels of each sample to 0 at all time steps while training and scales the
/// others by `1/(1 − rate)` (Tompson et al. 2014; `keras.layers.SpatialDropout1D`). In inference
/// the input passes unchanged.
///
/// Shapes: input and output `[n, time, channels]`.
public final class SpatialDropout1D extends SpatialDropout {
  /// The configuration, as Keras writes it.
  public static final Schema<SpatialDropout1D> SCHEMA =
      SpatialDropout.<SpatialDropout1D>spatialSchemaOf("SpatialDropout1D")
          .build(SpatialDropout1D::new);

  /// A layer that drops this share of the channels, at least 0 and less than 1.
  public SpatialDropout1D(double rate) {
    this(Settings.DEFAULT, new Options(rate));
  }

  private SpatialDropout1D(Settings settings, Options options) {
    super("spatial dropout 1d", 1, settings, options);
  }

  private SpatialDropout1D(Config config) {
    this(
        settings(config),
        new Options(config.get(Drops.RATE), config.get(Drops.SEED), "channels_last"));
  }

  /// {@return this layer, unbuilt, with the given name}
  public SpatialDropout1D named(String name) {
    return new SpatialDropout1D(settings().named(name), options());
  }

  @Override
  public Schema<SpatialDropout1D> schema() {
    return SCHEMA;
  }
}

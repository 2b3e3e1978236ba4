package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;

/// Sets a share of the channels of each sample to 0 at all positions of a volume while training and
/// scales the others by `1/(1 − rate)` (Tompson et al. 2014; `keras.layers.SpatialDropout3D`). In
/// inference the input passes unchanged.
///
/// Shapes: input and output `[n, depth, height, width, channels]`, with channels first `[n,
/// channels, depth, height, width]`.
public final class SpatialDropout3D extends SpatialDropout {
  private static final ConfigKey<String> DATA_FORMAT = new ConfigKey<>("data_format", Codec.TEXT);

  /// The configuration, as Keras writes it.
  public static final Schema<SpatialDropout3D> SCHEMA =
      SpatialDropout.<SpatialDropout3D>spatialSchemaOf("SpatialDropout3D")
          .optional(DATA_FORMAT, layer -> layer.options().dataFormat(), "channels_last")
          .build(SpatialDropout3D::new);

  /// A layer that drops this share of the channels, at least 0 and less than 1.
  public SpatialDropout3D(double rate) {
    this(Settings.DEFAULT, new Options(rate));
  }

  private SpatialDropout3D(Settings settings, Options options) {
    super("spatial dropout 3d", 3, settings, options);
  }

  private SpatialDropout3D(Config config) {
    this(
        settings(config),
        new Options(config.get(Drops.RATE), config.get(Drops.SEED), config.get(DATA_FORMAT)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public SpatialDropout3D named(String name) {
    return new SpatialDropout3D(settings().named(name), options());
  }

  /// {@return this layer, unbuilt, for channels where Keras' name says: `channels_last`, the
  /// default, or `channels_first`}
  public SpatialDropout3D dataFormat(String dataFormat) {
    return new SpatialDropout3D(settings(), options().dataFormat(dataFormat));
  }

  @Override
  public Schema<SpatialDropout3D> schema() {
    return SCHEMA;
  }
}

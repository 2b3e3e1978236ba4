package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds normal numbers of mean 0 while training (`keras.layers.GaussianNoise`). In inference the
/// input passes unchanged.
public final class GaussianNoise extends Layer {
  private static final ConfigKey<Double> DEVIATION = new ConfigKey<>("stddev", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<GaussianNoise> SCHEMA =
      Layer.<GaussianNoise>schemaOf("GaussianNoise")
          .required(DEVIATION, noise -> noise.deviation)
          .optional(Drops.SEED, noise -> noise.seed, null)
          .build(GaussianNoise::new);

  private final double deviation;
  private final @Nullable Integer seed;

  /// A layer with noise of this standard deviation, at least 0.
  public GaussianNoise(double deviation) {
    this(Settings.DEFAULT, deviation, null);
  }

  private GaussianNoise(Settings settings, double deviation, @Nullable Integer seed) {
    super(settings);
    if (!(deviation >= 0)) {
      throw new IllegalArgumentException(
          "gaussian noise: stddev must be at least 0, got " + deviation);
    }
    this.deviation = deviation;
    this.seed = seed;
  }

  private GaussianNoise(Config config) {
    this(settings(config), config.get(DEVIATION), config.get(Drops.SEED));
  }

  /// {@return this layer, unbuilt, with the given name}
  public GaussianNoise named(String name) {
    return new GaussianNoise(settings().named(name), deviation, seed);
  }

  @Override
  public Schema<GaussianNoise> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, call) ->
        call.mode() == Mode.INFER || deviation == 0
            ? x
            : x.add(call.random().normal(x.type()).mul(deviation)));
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sets a share of the inputs to 0 while training and scales the others by `1 / (1 − rate)`
/// (Srivastava et al. 2014; `keras.layers.Dropout`). In inference the input passes unchanged.
public final class Dropout extends Layer {
  private static final ConfigKey<Double> RATE = new ConfigKey<>("rate", Codec.NUMBER);
  private static final ConfigKey<@Nullable Integer> SEED =
      new ConfigKey<>("seed", Codec.INTEGER.orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<Dropout> SCHEMA =
      Layer.<Dropout>schemaOf("Dropout")
          .required(RATE, dropout -> dropout.rate)
          .optional(SEED, dropout -> dropout.seed, null)
          .absent("noise_shape", null)
          .build(Dropout::new);

  private final double rate;
  private final @Nullable Integer seed;

  /// A layer that drops this share of its inputs, at least 0 and less than 1.
  public Dropout(double rate) {
    this(Settings.DEFAULT, rate, null);
  }

  private Dropout(Settings settings, double rate, @Nullable Integer seed) {
    super(settings);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: rate must be in [0, 1), got " + rate);
    }
    this.rate = rate;
    this.seed = seed;
  }

  private Dropout(Config config) {
    this(settings(config), config.get(RATE), config.get(SEED));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Dropout named(String name) {
    return new Dropout(settings().named(name), rate, seed);
  }

  @Override
  public Schema<Dropout> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, call) -> {
      if (call.mode() == Mode.INFER || rate == 0) {
        return x;
      }
      Tensor kept = call.random().uniform(x.type()).greaterEqual(rate);
      return kept.where(x.div(1 - rate), 0);
    });
  }
}

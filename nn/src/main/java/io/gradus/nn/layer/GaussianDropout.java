package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Multiplies its inputs by normal numbers of mean 1 and variance `rate/(1 − rate)` while training
/// (Srivastava et al. 2014; `keras.layers.GaussianDropout`). In inference the input passes
/// unchanged.
public final class GaussianDropout extends Layer {
  /// The configuration, as Keras writes it.
  public static final Schema<GaussianDropout> SCHEMA =
      Layer.<GaussianDropout>schemaOf("GaussianDropout")
          .required(Drops.RATE, dropout -> dropout.rate)
          .optional(Drops.SEED, dropout -> dropout.seed, null)
          .build(GaussianDropout::new);

  private final double rate;
  private final @Nullable Integer seed;

  /// A layer with noise of the variance that dropping this share has, at least 0 and less than 1.
  public GaussianDropout(double rate) {
    this(Settings.DEFAULT, rate, null);
  }

  private GaussianDropout(Settings settings, double rate, @Nullable Integer seed) {
    super(settings);
    this.rate = Drops.checked("gaussian dropout", rate);
    this.seed = seed;
  }

  private GaussianDropout(Config config) {
    this(settings(config), config.get(Drops.RATE), config.get(Drops.SEED));
  }

  /// {@return this layer, unbuilt, with the given name}
  public GaussianDropout named(String name) {
    return new GaussianDropout(settings().named(name), rate, seed);
  }

  @Override
  public Schema<GaussianDropout> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    double deviation = Math.sqrt(rate / (1 - rate));
    return Forward.single((x, call) -> {
      if (call.mode() == Mode.INFER || rate == 0) {
        return x;
      }
      Tensor noise = call.random().normal(x.type()).mul(deviation).add(1);
      return x.mul(noise);
    });
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sets a share of the inputs to the value that SELU tends to, while training, and brings mean and
/// variance back to what they were (Klambauer et al. 2017; `keras.layers.AlphaDropout`): `a·x + b`
/// with `x = −1.7581` for what is dropped. In inference the input passes unchanged.
public final class AlphaDropout extends Layer {
  private static final String NAME = "alpha dropout";
  // −alpha·scale of SELU.
  private static final double LEAST = -1.6732632423543772 * 1.0507009873554805;

  /// The configuration, as Keras writes it.
  public static final Schema<AlphaDropout> SCHEMA =
      Layer.<AlphaDropout>schemaOf("AlphaDropout")
          .required(Drops.RATE, dropout -> dropout.rate)
          .optional(Drops.SEED, dropout -> dropout.seed, null)
          .optional(Drops.NOISE_SHAPE, dropout -> dropout.noise, null)
          .build(AlphaDropout::new);

  private final double rate;
  private final @Nullable Integer seed;
  private final @Nullable Shape noise;

  /// A layer that drops this share of its inputs, at least 0 and less than 1.
  public AlphaDropout(double rate) {
    this(Settings.DEFAULT, rate, null, null);
  }

  private AlphaDropout(
      Settings settings, double rate, @Nullable Integer seed, @Nullable Shape noise) {
    super(settings);
    this.rate = Drops.checked(NAME, rate);
    this.seed = seed;
    this.noise = noise;
  }

  private AlphaDropout(Config config) {
    this(
        settings(config),
        config.get(Drops.RATE),
        config.get(Drops.SEED),
        config.get(Drops.NOISE_SHAPE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public AlphaDropout named(String name) {
    return new AlphaDropout(settings().named(name), rate, seed, noise);
  }

  /// {@return this layer, unbuilt, drawing what is dropped for elements of this shape alone, which
  /// broadcasts to the input's}
  ///
  /// @param dims the lengths, [Shape#UNKNOWN] where they are the input's
  public AlphaDropout noiseShape(long... dims) {
    return new AlphaDropout(settings(), rate, seed, Shape.of(dims));
  }

  @Override
  public Schema<AlphaDropout> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Drops.check(NAME, noise, inputs.getFirst());
    double factor = 1 / Math.sqrt((1 - rate) * (1 + rate * LEAST * LEAST));
    double shift = -factor * LEAST * rate;
    return Forward.single((x, call) -> {
      if (call.mode() == Mode.INFER || rate == 0) {
        return x;
      }
      Tensor kept = Drops.kept(x, noise, rate, call);
      return kept.where(x, LEAST).mul(factor).add(shift);
    });
  }
}

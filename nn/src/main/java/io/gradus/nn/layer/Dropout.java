package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sets a share of the inputs to 0 while training and scales the others by `1/(1 − rate)`
/// (Srivastava et al. 2014; `keras.layers.Dropout`). In inference the input passes unchanged.
public final class Dropout extends Layer {
  private static final String NAME = "dropout";

  /// The configuration, as Keras writes it.
  public static final Schema<Dropout> SCHEMA =
      Layer.<Dropout>schemaOf("Dropout")
          .required(Drops.RATE, dropout -> dropout.rate)
          .optional(Drops.SEED, dropout -> dropout.seed, null)
          .optional(Drops.NOISE_SHAPE, dropout -> dropout.noise, null)
          .build(Dropout::new);

  private final double rate;
  private final @Nullable Integer seed;
  private final @Nullable Shape noise;

  /// A layer that drops this share of its inputs, at least 0 and less than 1.
  public Dropout(double rate) {
    this(Settings.DEFAULT, rate, null, null);
  }

  private Dropout(Settings settings, double rate, @Nullable Integer seed, @Nullable Shape noise) {
    super(settings);
    this.rate = Drops.checked(NAME, rate);
    this.seed = seed;
    this.noise = noise;
  }

  private Dropout(Config config) {
    this(
        settings(config),
        config.get(Drops.RATE),
        config.get(Drops.SEED),
        config.get(Drops.NOISE_SHAPE));
  }

  /// {@return this layer, unbuilt, with the given name}
  public Dropout named(String name) {
    return new Dropout(settings().named(name), rate, seed, noise);
  }

  /// {@return this layer, unbuilt, drawing what is dropped for elements of this shape alone, which
  /// broadcasts to the input's: `noiseShape(Shape.UNKNOWN, 1, Shape.UNKNOWN)` drops features in all
  /// positions of a sample}
  ///
  /// @param dims the lengths, [Shape#UNKNOWN] where they are the input's
  public Dropout noiseShape(long... dims) {
    return new Dropout(settings(), rate, seed, Shape.of(dims));
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
    Drops.check(NAME, noise, inputs.getFirst());
    return Forward.single((x, call) ->
        call.mode() == Mode.INFER || rate == 0
            ? x
            : Drops.scaled(x, Drops.kept(x, noise, rate, call), rate));
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// The exponential linear unit (`keras.layers.ELU`): `x` above 0, `alpha·(eˣ − 1)` below.
public final class ELU extends Layer {
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<ELU> SCHEMA =
      Layer.<ELU>schemaOf("ELU")
          .optional(ALPHA, layer -> layer.alpha, 1.0)
          .build(config -> new ELU(settings(config), config.get(ALPHA)));

  private final double alpha;

  /// A layer with alpha of 1.0.
  public ELU() {
    this(1.0);
  }

  /// A layer with this alpha.
  public ELU(double alpha) {
    this(Settings.DEFAULT, alpha);
  }

  private ELU(Settings settings, double alpha) {
    super(settings);
    if (!Double.isFinite(alpha)) {
      throw new IllegalArgumentException("eLU: alpha must be finite, got " + alpha);
    }
    this.alpha = alpha;
  }

  /// {@return this layer, unbuilt, with the given name}
  public ELU named(String name) {
    return new ELU(settings().named(name), alpha);
  }

  @Override
  public Schema<ELU> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Activation activation = Activation.elu(alpha);
    return Forward.single((x, _) -> activation.apply(x));
  }
}

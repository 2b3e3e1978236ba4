package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// The rectifier that lets a share through (`keras.layers.LeakyReLU`): `x` above 0,
/// `negativeSlope·x` below.
public final class LeakyReLU extends Layer {
  private static final ConfigKey<Double> NEGATIVE_SLOPE =
      new ConfigKey<>("negative_slope", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<LeakyReLU> SCHEMA =
      Layer.<LeakyReLU>schemaOf("LeakyReLU")
          .optional(NEGATIVE_SLOPE, layer -> layer.negativeSlope, 0.3)
          .build(config -> new LeakyReLU(settings(config), config.get(NEGATIVE_SLOPE)));

  private final double negativeSlope;

  /// A layer with slope below 0 of 0.3.
  public LeakyReLU() {
    this(0.3);
  }

  /// A layer with this slope below 0.
  public LeakyReLU(double negativeSlope) {
    this(Settings.DEFAULT, negativeSlope);
  }

  private LeakyReLU(Settings settings, double negativeSlope) {
    super(settings);
    if (!Double.isFinite(negativeSlope)) {
      throw new IllegalArgumentException(
          "leakyReLU: negative_slope must be finite, got " + negativeSlope);
    }
    this.negativeSlope = negativeSlope;
  }

  /// {@return this layer, unbuilt, with the given name}
  public LeakyReLU named(String name) {
    return new LeakyReLU(settings().named(name), negativeSlope);
  }

  @Override
  public Schema<LeakyReLU> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Activation activation = Activation.leakyRelu(negativeSlope);
    return Forward.single((x, _) -> activation.apply(x));
  }
}

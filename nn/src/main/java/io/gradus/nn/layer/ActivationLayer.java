package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Applies an activation to its input (`keras.layers.Activation`). Input and output have the same
/// shape, but for activations such as [Activation#GLU].
public final class ActivationLayer extends Layer {
  private static final ConfigKey<Activation> ACTIVATION =
      new ConfigKey<>("activation", Activations.CODEC);

  /// The configuration, as Keras writes it.
  public static final Schema<ActivationLayer> SCHEMA =
      Layer.<ActivationLayer>schemaOf("Activation")
          .required(ACTIVATION, layer -> layer.activation)
          .build(config -> new ActivationLayer(settings(config), config.get(ACTIVATION)));

  private final Activation activation;

  /// A layer that applies the activation.
  public ActivationLayer(Activation activation) {
    this(Settings.DEFAULT, activation);
  }

  /// A layer that applies the activation of this name in Keras.
  public ActivationLayer(String activation) {
    this(Activation.of(activation));
  }

  private ActivationLayer(Settings settings, Activation activation) {
    super(settings);
    this.activation = activation;
  }

  /// {@return this layer, unbuilt, with the given name}
  public ActivationLayer named(String name) {
    return new ActivationLayer(settings().named(name), activation);
  }

  @Override
  public Schema<ActivationLayer> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return Forward.single((x, _) -> activation.apply(x));
  }
}

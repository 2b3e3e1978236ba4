package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Passes its input on (`keras.layers.Identity`).
public final class IdentityLayer extends Layer {
  /// The configuration, as Keras writes it.
  public static final Schema<IdentityLayer> SCHEMA =
      Layer.<IdentityLayer>schemaOf("Identity")
          .build(config -> new IdentityLayer(settings(config)));

  /// A layer that does nothing.
  public IdentityLayer() {
    this(Settings.DEFAULT);
  }

  private IdentityLayer(Settings settings) {
    super(settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public IdentityLayer named(String name) {
    return new IdentityLayer(settings().named(name));
  }

  @Override
  public Schema<IdentityLayer> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    return (in, _) -> new Values(in.all());
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first of two inputs less the second (`keras.layers.Subtract`).
///
/// Shapes broadcast but for the axis of samples; where ranks differ, axes of length 1 come in
/// behind it. The result has a mask if all inputs have one: what counts in any of them.
public final class Subtract extends Merge {
  /// The configuration, as Keras writes it.
  public static final Schema<Subtract> SCHEMA =
      Layer.<Subtract>schemaOf("Subtract").build(config -> new Subtract(settings(config)));

  /// A layer that subtracts.
  public Subtract() {
    this(Settings.DEFAULT);
  }

  private Subtract(Settings settings) {
    super("subtract", settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Subtract named(String name) {
    return new Subtract(settings().named(name));
  }

  @Override
  public Schema<Subtract> schema() {
    return SCHEMA;
  }

  @Override
  void check(List<TensorType> inputs) {
    checkTwo("subtract", inputs);
    super.check(inputs);
  }

  @Override
  Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks) {
    return parts.get(0).sub(parts.get(1));
  }
}

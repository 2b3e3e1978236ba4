package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The product of its inputs (`keras.layers.Multiply`). Elements that a mask excludes count as 1;
/// the product is 0 where all are excluded.
///
/// Shapes broadcast but for the axis of samples; where ranks differ, axes of length 1 come in
/// behind it. The result has a mask if all inputs have one: what counts in any of them.
public final class Multiply extends Merge {
  /// The configuration, as Keras writes it.
  public static final Schema<Multiply> SCHEMA =
      Layer.<Multiply>schemaOf("Multiply").build(config -> new Multiply(settings(config)));

  /// A layer that multiplies.
  public Multiply() {
    this(Settings.DEFAULT);
  }

  private Multiply(Settings settings) {
    super("multiply", settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Multiply named(String name) {
    return new Multiply(settings().named(name));
  }

  @Override
  public Schema<Multiply> schema() {
    return SCHEMA;
  }

  @Override
  Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks) {
    Tensor product = factor(parts, masks, 0);
    for (int i = 1; i < parts.size(); i++) {
      product = product.mul(factor(parts, masks, i));
    }
    Tensor counts = any(masks);
    return counts == null ? product : counts.where(product, 0);
  }

  private static Tensor factor(List<Tensor> parts, List<@Nullable Tensor> masks, int i) {
    Tensor mask = masks.get(i);
    return mask == null ? parts.get(i) : mask.where(parts.get(i), 1);
  }
}

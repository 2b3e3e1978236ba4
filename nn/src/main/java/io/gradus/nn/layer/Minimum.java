package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The smallest of its inputs, element by element (`keras.layers.Minimum`). Elements that a mask
/// excludes do not take part.
///
/// Shapes broadcast but for the axis of samples; where ranks differ, axes of length 1 come in
/// behind it. The result has a mask if all inputs have one: what counts in any of them.
public final class Minimum extends Merge {
  /// The configuration, as Keras writes it.
  public static final Schema<Minimum> SCHEMA =
      Layer.<Minimum>schemaOf("Minimum").build(config -> new Minimum(settings(config)));

  /// A layer that takes the smallest elements.
  public Minimum() {
    this(Settings.DEFAULT);
  }

  private Minimum(Settings settings) {
    super("minimum", settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Minimum named(String name) {
    return new Minimum(settings().named(name));
  }

  @Override
  public Schema<Minimum> schema() {
    return SCHEMA;
  }

  @Override
  Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks) {
    return chosen(Tensor::minimum, parts, masks);
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The largest of its inputs, element by element (`keras.layers.Maximum`). Elements that a mask
/// excludes do not take part.
///
/// Shapes broadcast but for the axis of samples; where ranks differ, axes of length 1 come in
/// behind it. The result has a mask if all inputs have one: what counts in any of them.
public final class Maximum extends Merge {
  /// The configuration, as Keras writes it.
  public static final Schema<Maximum> SCHEMA =
      Layer.<Maximum>schemaOf("Maximum").build(config -> new Maximum(settings(config)));

  /// A layer that takes the largest elements.
  public Maximum() {
    this(Settings.DEFAULT);
  }

  private Maximum(Settings settings) {
    super("maximum", settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Maximum named(String name) {
    return new Maximum(settings().named(name));
  }

  @Override
  public Schema<Maximum> schema() {
    return SCHEMA;
  }

  @Override
  Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks) {
    return chosen(Tensor::maximum, parts, masks);
  }
}

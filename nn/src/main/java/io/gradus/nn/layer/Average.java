package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mean of its inputs (`keras.layers.Average`).
///
/// Shapes broadcast but for the axis of samples; where ranks differ, axes of length 1 come in
/// behind it. The result has a mask if all inputs have one: what counts in any of them.
public final class Average extends Merge {
  /// The configuration, as Keras writes it.
  public static final Schema<Average> SCHEMA =
      Layer.<Average>schemaOf("Average").build(config -> new Average(settings(config)));

  /// A layer that takes means.
  public Average() {
    this(Settings.DEFAULT);
  }

  private Average(Settings settings) {
    super("average", settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Average named(String name) {
    return new Average(settings().named(name));
  }

  @Override
  public Schema<Average> schema() {
    return SCHEMA;
  }

  @Override
  Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks) {
    Tensor sum = parts.stream().reduce(Tensor::add).orElseThrow();
    return sum.div(parts.size());
  }
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sum of its inputs (`keras.layers.Add`).
///
/// Shapes broadcast but for the axis of samples; where ranks differ, axes of length 1 come in
/// behind it. The result has a mask if all inputs have one: what counts in any of them.
public final class Add extends Merge {
  /// The configuration, as Keras writes it.
  public static final Schema<Add> SCHEMA =
      Layer.<Add>schemaOf("Add").build(config -> new Add(settings(config)));

  /// A layer that adds.
  public Add() {
    this(Settings.DEFAULT);
  }

  private Add(Settings settings) {
    super("add", settings);
  }

  /// {@return this layer, unbuilt, with the given name}
  public Add named(String name) {
    return new Add(settings().named(name));
  }

  @Override
  public Schema<Add> schema() {
    return SCHEMA;
  }

  @Override
  Tensor merge(List<Tensor> parts, List<@Nullable Tensor> masks) {
    return parts.stream().reduce(Tensor::add).orElseThrow();
  }
}

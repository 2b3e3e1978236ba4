package io.gradus.nn.layer;

import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;
import org.jspecify.annotations.Nullable;

/// What a layer can be told about one of its weights.
///
/// @param initializer gives the first value
/// @param regularizer a penalty on the weight that is part of the loss, or null
/// @param constraint what each new value passes through, or null
public record WeightOptions(
    Initializer initializer, @Nullable Regularizer regularizer, @Nullable Constraint constraint) {
  /// A first value and nothing else.
  public WeightOptions(Initializer initializer) {
    this(initializer, null, null);
  }

  /// {@return these options with another first value}
  public WeightOptions initializer(Initializer changed) {
    return new WeightOptions(changed, regularizer, constraint);
  }

  /// {@return these options with another penalty}
  public WeightOptions regularizer(@Nullable Regularizer changed) {
    return new WeightOptions(initializer, changed, constraint);
  }

  /// {@return these options with another constraint}
  public WeightOptions constraint(@Nullable Constraint changed) {
    return new WeightOptions(initializer, regularizer, changed);
  }
}

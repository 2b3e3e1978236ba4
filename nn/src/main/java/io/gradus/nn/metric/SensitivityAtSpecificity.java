package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The largest sensitivity `TP/(TP + FN)` at a specificity `TN/(TN + FP)` of at least the given one
/// (`keras.metrics.SensitivityAtSpecificity`).
public final class SensitivityAtSpecificity extends BestUnderConstraint<SensitivityAtSpecificity> {
  private static final String NAME = "sensitivity_at_specificity";
  private static final String CONSTRAINED = "specificity";

  /// The configuration, as Keras writes it.
  public static final Schema<SensitivityAtSpecificity> SCHEMA =
      schema("SensitivityAtSpecificity", NAME, CONSTRAINED, SensitivityAtSpecificity::new);

  /// The metric for a specificity of at least this.
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public SensitivityAtSpecificity(double specificity) {
    this(new Options(NAME, specificity, Options.THRESHOLDS, null));
  }

  private SensitivityAtSpecificity(Options options) {
    super(CONSTRAINED, options);
  }

  @Override
  SensitivityAtSpecificity with(Options changed) {
    return new SensitivityAtSpecificity(changed);
  }

  @Override
  Tensor constrained(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_NEGATIVES, Confusion.Cell.FALSE_POSITIVES);
  }

  @Override
  Tensor wanted(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_NEGATIVES);
  }

  @Override
  public Schema<SensitivityAtSpecificity> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The largest specificity `TN/(TN + FP)` at a sensitivity `TP/(TP + FN)` of at least the given one
/// (`keras.metrics.SpecificityAtSensitivity`).
public final class SpecificityAtSensitivity extends BestUnderConstraint<SpecificityAtSensitivity> {
  private static final String NAME = "specificity_at_sensitivity";
  private static final String CONSTRAINED = "sensitivity";

  /// The configuration, as Keras writes it.
  public static final Schema<SpecificityAtSensitivity> SCHEMA =
      schema("SpecificityAtSensitivity", NAME, CONSTRAINED, SpecificityAtSensitivity::new);

  /// The metric for a sensitivity of at least this.
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public SpecificityAtSensitivity(double sensitivity) {
    this(new Options(NAME, sensitivity, Options.THRESHOLDS, null));
  }

  private SpecificityAtSensitivity(Options options) {
    super(CONSTRAINED, options);
  }

  @Override
  SpecificityAtSensitivity with(Options changed) {
    return new SpecificityAtSensitivity(changed);
  }

  @Override
  Tensor constrained(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_NEGATIVES);
  }

  @Override
  Tensor wanted(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_NEGATIVES, Confusion.Cell.FALSE_POSITIVES);
  }

  @Override
  public Schema<SpecificityAtSensitivity> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The largest recall `TP/(TP + FN)` at a precision `TP/(TP + FP)` of at least the given one
/// (`keras.metrics.RecallAtPrecision`).
public final class RecallAtPrecision extends BestUnderConstraint<RecallAtPrecision> {
  private static final String NAME = "recall_at_precision";
  private static final String CONSTRAINED = "precision";

  /// The configuration, as Keras writes it.
  public static final Schema<RecallAtPrecision> SCHEMA =
      schema("RecallAtPrecision", NAME, CONSTRAINED, RecallAtPrecision::new);

  /// The metric for a precision of at least this.
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public RecallAtPrecision(double precision) {
    this(new Options(NAME, precision, Options.THRESHOLDS, null));
  }

  private RecallAtPrecision(Options options) {
    super(CONSTRAINED, options);
  }

  @Override
  RecallAtPrecision with(Options changed) {
    return new RecallAtPrecision(changed);
  }

  @Override
  Tensor constrained(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_POSITIVES);
  }

  @Override
  Tensor wanted(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_NEGATIVES);
  }

  @Override
  public Schema<RecallAtPrecision> schema() {
    return SCHEMA;
  }
}

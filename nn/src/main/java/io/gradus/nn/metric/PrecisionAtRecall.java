package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The largest precision `TP/(TP + FP)` at a recall `TP/(TP + FN)` of at least the given one
/// (`keras.metrics.PrecisionAtRecall`).
public final class PrecisionAtRecall extends BestUnderConstraint<PrecisionAtRecall> {
  private static final String NAME = "precision_at_recall";
  private static final String CONSTRAINED = "recall";

  /// The configuration, as Keras writes it.
  public static final Schema<PrecisionAtRecall> SCHEMA =
      schema("PrecisionAtRecall", NAME, CONSTRAINED, PrecisionAtRecall::new);

  /// The metric for a recall of at least this.
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public PrecisionAtRecall(double recall) {
    this(new Options(NAME, recall, Options.THRESHOLDS, null));
  }

  private PrecisionAtRecall(Options options) {
    super(CONSTRAINED, options);
  }

  @Override
  PrecisionAtRecall with(Options changed) {
    return new PrecisionAtRecall(changed);
  }

  @Override
  Tensor constrained(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_NEGATIVES);
  }

  @Override
  Tensor wanted(Confusion counts) {
    return counts.share(Confusion.Cell.TRUE_POSITIVES, Confusion.Cell.FALSE_POSITIVES);
  }

  @Override
  public Schema<PrecisionAtRecall> schema() {
    return SCHEMA;
  }
}

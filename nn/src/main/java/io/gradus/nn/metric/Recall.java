package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;

/// The weighted share of what is positive that is predicted so, `TP/(TP + FN)`; 0 where there is
/// none (`keras.metrics.Recall`).
public final class Recall extends PositiveRate<Recall> {
  private static final String NAME = "recall";

  /// The configuration, as Keras writes it.
  public static final Schema<Recall> SCHEMA = schema("Recall", NAME, Recall::new);

  /// The share at the threshold 0.5.
  public Recall() {
    this(new Options(NAME, null, ClassChoice.ALL));
  }

  private Recall(Options options) {
    super(options, Confusion.Cell.FALSE_NEGATIVES);
  }

  @Override
  Recall with(Options changed) {
    return new Recall(changed);
  }

  @Override
  public Schema<Recall> schema() {
    return SCHEMA;
  }
}

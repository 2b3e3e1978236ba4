package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;

/// The weighted share of what is predicted positive that is so, `TP/(TP + FP)`; 0 where there is
/// none (`keras.metrics.Precision`).
public final class Precision extends PositiveRate<Precision> {
  private static final String NAME = "precision";

  /// The configuration, as Keras writes it.
  public static final Schema<Precision> SCHEMA = schema("Precision", NAME, Precision::new);

  /// The share at the threshold 0.5.
  public Precision() {
    this(new Options(NAME, null, ClassChoice.ALL));
  }

  private Precision(Options options) {
    super(options, Confusion.Cell.FALSE_POSITIVES);
  }

  @Override
  Precision with(Options changed) {
    return new Precision(changed);
  }

  @Override
  public Schema<Precision> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;

/// The harmonic mean of precision and recall, `2·precision·recall / (precision + recall)`
/// (`keras.metrics.F1Score`). The highest prediction of each sample is its positive one, unless a
/// threshold is given.
///
/// Shapes: targets and predictions `[n, classes]`; result `[classes]`, or scalar if averaged.
public final class F1Score extends FScore<F1Score> {
  private static final String NAME = "f1_score";

  /// The configuration, as Keras writes it.
  public static final Schema<F1Score> SCHEMA =
      FScore.<F1Score>schema("F1Score", NAME).build(config -> new F1Score(options(config, 1)));

  /// The score of each class.
  public F1Score() {
    this(new Options(NAME, 1, FBetaScore.Average.NONE, null));
  }

  private F1Score(Options options) {
    super(options);
  }

  @Override
  F1Score with(Options changed) {
    return new F1Score(changed);
  }

  @Override
  public Schema<F1Score> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;

/// The weighted harmonic mean of precision and recall, `(1 + β²)·precision·recall / (β²·precision +
/// recall)`, in which recall counts β times as much (`keras.metrics.FBetaScore`). The highest
/// prediction of each sample is its positive one, unless a threshold is given.
///
/// Shapes: targets and predictions `[n, classes]`; result `[classes]`, or scalar if averaged.
public final class FBetaScore extends FScore<FBetaScore> {
  /// How the scores of the classes become one.
  public enum Average {
    /// They stay.
    NONE,
    /// One score of the counts over all classes.
    MICRO,
    /// Their mean.
    MACRO,
    /// Their mean, each class weighted with its number of targets.
    WEIGHTED
  }

  private static final String NAME = "fbeta_score";
  private static final ConfigKey<Double> BETA = new ConfigKey<>("beta", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<FBetaScore> SCHEMA =
      FScore.<FBetaScore>schema("FBetaScore", NAME)
          .optional(BETA, metric -> metric.options().beta(), 1.0)
          .build(config -> new FBetaScore(options(config, config.get(BETA))));

  /// The score of each class for β = 1.
  public FBetaScore() {
    this(1);
  }

  /// The score of each class for this β.
  ///
  /// @throws IllegalArgumentException if β is not greater than 0
  public FBetaScore(double beta) {
    this(new Options(NAME, beta, Average.NONE, null));
  }

  private FBetaScore(Options options) {
    super(options);
  }

  @Override
  FBetaScore with(Options changed) {
    return new FBetaScore(changed);
  }

  @Override
  public Schema<FBetaScore> schema() {
    return SCHEMA;
  }
}

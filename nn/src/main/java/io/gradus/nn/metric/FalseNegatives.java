package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted number of predictions not above the threshold whose target is not 0, 0.5 unless
/// others are given (`keras.metrics.FalseNegatives`).
public final class FalseNegatives extends ThresholdCount<FalseNegatives> {
  private static final String NAME = "false_negatives";

  /// The configuration, as Keras writes it.
  public static final Schema<FalseNegatives> SCHEMA =
      schema("FalseNegatives", NAME, FalseNegatives::new);

  /// The number at the threshold 0.5.
  public FalseNegatives() {
    this(NAME, null);
  }

  private FalseNegatives(String name, @Nullable List<Double> thresholds) {
    super(name, Confusion.Cell.FALSE_NEGATIVES, thresholds);
  }

  @Override
  FalseNegatives with(String changedName, @Nullable List<Double> changedThresholds) {
    return new FalseNegatives(changedName, changedThresholds);
  }

  @Override
  public Schema<FalseNegatives> schema() {
    return SCHEMA;
  }
}

package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted number of predictions above the threshold whose target is 0, 0.5 unless others are
/// given (`keras.metrics.FalsePositives`).
public final class FalsePositives extends ThresholdCount<FalsePositives> {
  private static final String NAME = "false_positives";

  /// The configuration, as Keras writes it.
  public static final Schema<FalsePositives> SCHEMA =
      schema("FalsePositives", NAME, FalsePositives::new);

  /// The number at the threshold 0.5.
  public FalsePositives() {
    this(NAME, null);
  }

  private FalsePositives(String name, @Nullable List<Double> thresholds) {
    super(name, Confusion.Cell.FALSE_POSITIVES, thresholds);
  }

  @Override
  FalsePositives with(String changedName, @Nullable List<Double> changedThresholds) {
    return new FalsePositives(changedName, changedThresholds);
  }

  @Override
  public Schema<FalsePositives> schema() {
    return SCHEMA;
  }
}

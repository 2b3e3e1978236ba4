package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted number of predictions above the threshold whose target is not 0, 0.5 unless others
/// are given (`keras.metrics.TruePositives`).
public final class TruePositives extends ThresholdCount<TruePositives> {
  private static final String NAME = "true_positives";

  /// The configuration, as Keras writes it.
  public static final Schema<TruePositives> SCHEMA =
      schema("TruePositives", NAME, TruePositives::new);

  /// The number at the threshold 0.5.
  public TruePositives() {
    this(NAME, null);
  }

  private TruePositives(String name, @Nullable List<Double> thresholds) {
    super(name, Confusion.Cell.TRUE_POSITIVES, thresholds);
  }

  @Override
  TruePositives with(String changedName, @Nullable List<Double> changedThresholds) {
    return new TruePositives(changedName, changedThresholds);
  }

  @Override
  public Schema<TruePositives> schema() {
    return SCHEMA;
  }
}

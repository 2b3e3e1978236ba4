package io.gradus.nn.metric;

import io.gradus.nn.config.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted number of predictions not above the threshold whose target is 0, 0.5 unless others
/// are given (`keras.metrics.TrueNegatives`).
public final class TrueNegatives extends ThresholdCount<TrueNegatives> {
  private static final String NAME = "true_negatives";

  /// The configuration, as Keras writes it.
  public static final Schema<TrueNegatives> SCHEMA =
      schema("TrueNegatives", NAME, TrueNegatives::new);

  /// The number at the threshold 0.5.
  public TrueNegatives() {
    this(NAME, null);
  }

  private TrueNegatives(String name, @Nullable List<Double> thresholds) {
    super(name, Confusion.Cell.TRUE_NEGATIVES, thresholds);
  }

  @Override
  TrueNegatives with(String changedName, @Nullable List<Double> changedThresholds) {
    return new TrueNegatives(changedName, changedThresholds);
  }

  @Override
  public Schema<TrueNegatives> schema() {
    return SCHEMA;
  }
}

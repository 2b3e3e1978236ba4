package io.gradus.nn.metric;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// How often predictions are on the target's side of a threshold, 0.5 unless given: targets are 0
/// or 1, predictions above the threshold count as 1 (`keras.metrics.BinaryAccuracy`).
public final class BinaryAccuracy extends MeanMetric implements Configured {
  private static final String NAME = "binary_accuracy";
  private static final ConfigKey<Double> THRESHOLD = new ConfigKey<>("threshold", Codec.NUMBER);

  /// The configuration, as Keras writes it.
  public static final Schema<BinaryAccuracy> SCHEMA =
      Keys.<BinaryAccuracy>schema("BinaryAccuracy", NAME)
          .optional(THRESHOLD, metric -> metric.threshold, 0.5)
          .build(BinaryAccuracy::new);

  private final double threshold;

  /// The metric with the threshold 0.5.
  public BinaryAccuracy() {
    this(NAME, 0.5);
  }

  private BinaryAccuracy(String name, double threshold) {
    super(name);
    this.threshold = threshold;
  }

  private BinaryAccuracy(Config config) {
    this(config.get(Keys.NAME), config.get(THRESHOLD));
  }

  /// {@return this metric with the given name and a state of its own}
  public BinaryAccuracy named(String name) {
    return new BinaryAccuracy(name, threshold);
  }

  /// {@return this metric with another threshold, 0 for logits}
  public BinaryAccuracy threshold(double changed) {
    return new BinaryAccuracy(name(), changed);
  }

  @Override
  public Schema<BinaryAccuracy> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    Tensor targets = aligned.yTrue();
    return targets.equal(aligned.yPred().greater(threshold).cast(targets.dtype()));
  }
}

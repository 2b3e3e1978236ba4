package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// How often the class of the one-hot target is among the `k` highest predictions, 5 unless given
/// (`keras.metrics.TopKCategoricalAccuracy`).
///
/// Shapes: targets and predictions `[n, …, classes]`.
public final class TopKCategoricalAccuracy extends MeanMetric implements Configured {
  private static final String NAME = "top_k_categorical_accuracy";

  /// The configuration, as Keras writes it.
  public static final Schema<TopKCategoricalAccuracy> SCHEMA =
      Keys.<TopKCategoricalAccuracy>schema("TopKCategoricalAccuracy", NAME)
          .optional(Keys.K, metric -> metric.k, 5)
          .build(TopKCategoricalAccuracy::new);

  private final int k;

  /// The metric of the 5 highest.
  public TopKCategoricalAccuracy() {
    this(5);
  }

  /// The metric of the `k` highest.
  ///
  /// @throws IllegalArgumentException if `k` is below 1
  public TopKCategoricalAccuracy(int k) {
    this(NAME, k);
  }

  private TopKCategoricalAccuracy(String name, int k) {
    super(name);
    this.k = Checks.atLeast(1, name, "k", k);
  }

  private TopKCategoricalAccuracy(Config config) {
    this(config.get(Keys.NAME), config.get(Keys.K));
  }

  /// {@return this metric with the given name and a state of its own}
  public TopKCategoricalAccuracy named(String name) {
    return new TopKCategoricalAccuracy(name, k);
  }

  @Override
  public Schema<TopKCategoricalAccuracy> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Labels.checkOneHot(name(), yTrue, yPred);
    return Labels.inTop(k, yTrue.argMax(-1), yPred);
  }
}

package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// How often the class of highest prediction is that of the one-hot target
/// (`keras.metrics.CategoricalAccuracy`).
///
/// Shapes: targets and predictions `[n, …, classes]`.
public final class CategoricalAccuracy extends MeanMetric implements Configured {
  private static final String NAME = "categorical_accuracy";

  /// The configuration, as Keras writes it.
  public static final Schema<CategoricalAccuracy> SCHEMA =
      Keys.<CategoricalAccuracy>schema("CategoricalAccuracy", NAME).build(CategoricalAccuracy::new);

  /// The metric under Keras' name.
  public CategoricalAccuracy() {
    this(NAME);
  }

  private CategoricalAccuracy(String name) {
    super(name);
  }

  private CategoricalAccuracy(Config config) {
    this(config.get(Keys.NAME));
  }

  /// {@return this metric with the given name and a state of its own}
  public CategoricalAccuracy named(String name) {
    return new CategoricalAccuracy(name);
  }

  @Override
  public Schema<CategoricalAccuracy> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Labels.checkOneHot(name(), yTrue, yPred);
    return yTrue.argMax(-1).equal(yPred.argMax(-1));
  }
}

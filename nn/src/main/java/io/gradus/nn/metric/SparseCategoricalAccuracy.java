package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// How often the class of highest prediction is the target's class number
/// (`keras.metrics.SparseCategoricalAccuracy`).
///
/// Shapes: targets `[n, …]` or `[n, …, 1]`, predictions `[n, …, classes]`.
public final class SparseCategoricalAccuracy extends MeanMetric implements Configured {
  private static final String NAME = "sparse_categorical_accuracy";

  /// The configuration, as Keras writes it.
  public static final Schema<SparseCategoricalAccuracy> SCHEMA =
      Keys.<SparseCategoricalAccuracy>schema("SparseCategoricalAccuracy", NAME)
          .build(SparseCategoricalAccuracy::new);

  /// The metric under Keras' name.
  public SparseCategoricalAccuracy() {
    this(NAME);
  }

  private SparseCategoricalAccuracy(String name) {
    super(name);
  }

  private SparseCategoricalAccuracy(Config config) {
    this(config.get(Keys.NAME));
  }

  /// {@return this metric with the given name and a state of its own}
  public SparseCategoricalAccuracy named(String name) {
    return new SparseCategoricalAccuracy(name);
  }

  @Override
  public Schema<SparseCategoricalAccuracy> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    return Labels.sparse(name(), yTrue, yPred).equal(yPred.argMax(-1));
  }
}

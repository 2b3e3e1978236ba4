package io.gradus.nn.metric;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import org.jspecify.annotations.Nullable;

/// The root of the mean squared difference, `√(Σ (y − p)² / n)`
/// (`keras.metrics.RootMeanSquaredError`).
public final class RootMeanSquaredError extends MeanMetric implements Configured {
  private static final String NAME = "root_mean_squared_error";

  /// The configuration, as Keras writes it.
  public static final Schema<RootMeanSquaredError> SCHEMA =
      Keys.<RootMeanSquaredError>schema("RootMeanSquaredError", NAME)
          .build(RootMeanSquaredError::new);

  /// The metric under Keras' name.
  public RootMeanSquaredError() {
    this(NAME);
  }

  private RootMeanSquaredError(String name) {
    super(name);
  }

  private RootMeanSquaredError(Config config) {
    this(config.get(Keys.NAME));
  }

  /// {@return this metric with the given name and a state of its own}
  public RootMeanSquaredError named(String name) {
    return new RootMeanSquaredError(name);
  }

  @Override
  public Schema<RootMeanSquaredError> schema() {
    return SCHEMA;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    Alignment aligned = Alignment.of(name(), yTrue, yPred);
    return aligned.yPred().cast(DType.FLOAT32).sub(aligned.yTrue().cast(DType.FLOAT32)).square();
  }

  /// Takes in a batch; does not look at the mask, as in Keras.
  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights, @Nullable Tensor mask) {
    update(yTrue, yPred, weights);
  }

  @Override
  public Tensor result() {
    return super.result().sqrt();
  }
}

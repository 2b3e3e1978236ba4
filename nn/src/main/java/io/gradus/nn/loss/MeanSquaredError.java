package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of the squared errors (`keras.losses.MeanSquaredError`).
///
/// `mean((p − y)²)` over the last axis.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record MeanSquaredError(Settings settings) implements AdjustableLoss<MeanSquaredError> {
  /// The configuration, as Keras writes it.
  public static final Schema<MeanSquaredError> SCHEMA =
      AdjustableLoss.<MeanSquaredError>schemaOf("MeanSquaredError", "mean_squared_error")
          .build(config -> new MeanSquaredError(new Settings(config)));

  /// The loss, reduced to the mean.
  public MeanSquaredError() {
    this(new Settings("mean_squared_error"));
  }

  @Override
  public MeanSquaredError with(Settings changed) {
    return new MeanSquaredError(changed);
  }

  @Override
  public Schema<MeanSquaredError> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return Pair.of(yTrue, yPred).error().square().mean(-1);
  }
}

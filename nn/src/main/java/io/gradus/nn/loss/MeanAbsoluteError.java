package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of the absolute errors (`keras.losses.MeanAbsoluteError`).
///
/// `mean(|p − y|)` over the last axis; where `p = y` the gradient is 0.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record MeanAbsoluteError(Settings settings) implements AdjustableLoss<MeanAbsoluteError> {
  /// The configuration, as Keras writes it.
  public static final Schema<MeanAbsoluteError> SCHEMA =
      AdjustableLoss.<MeanAbsoluteError>schemaOf("MeanAbsoluteError", "mean_absolute_error")
          .build(config -> new MeanAbsoluteError(new Settings(config)));

  /// The loss, reduced to the mean.
  public MeanAbsoluteError() {
    this(new Settings("mean_absolute_error"));
  }

  @Override
  public MeanAbsoluteError with(Settings changed) {
    return new MeanAbsoluteError(changed);
  }

  @Override
  public Schema<MeanAbsoluteError> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return Pair.of(yTrue, yPred).error().abs().mean(-1);
  }
}

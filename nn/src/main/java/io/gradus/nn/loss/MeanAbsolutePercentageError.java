package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of the absolute errors in percent of the targets
/// (`keras.losses.MeanAbsolutePercentageError`).
///
/// `100·mean(|p − y| / max(|y|, 1e-7))` over the last axis.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record MeanAbsolutePercentageError(Settings settings)
    implements AdjustableLoss<MeanAbsolutePercentageError> {
  /// The configuration, as Keras writes it.
  public static final Schema<MeanAbsolutePercentageError> SCHEMA =
      AdjustableLoss.<MeanAbsolutePercentageError>schemaOf(
              "MeanAbsolutePercentageError", "mean_absolute_percentage_error")
          .build(config -> new MeanAbsolutePercentageError(new Settings(config)));

  /// The loss, reduced to the mean.
  public MeanAbsolutePercentageError() {
    this(new Settings("mean_absolute_percentage_error"));
  }

  @Override
  public MeanAbsolutePercentageError with(Settings changed) {
    return new MeanAbsolutePercentageError(changed);
  }

  @Override
  public Schema<MeanAbsolutePercentageError> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    Tensor size = pair.target().abs().maximum(Probabilities.EPSILON);
    return pair.error().div(size).abs().mean(-1).mul(100);
  }
}

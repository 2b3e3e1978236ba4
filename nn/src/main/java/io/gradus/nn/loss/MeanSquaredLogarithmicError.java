package io.gradus.nn.loss;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;

/// The mean of the squared differences of the logarithms of 1 + x
/// (`keras.losses.MeanSquaredLogarithmicError`).
///
/// `mean((log(1 + max(p, 1e-7)) − log(1 + max(y, 1e-7)))²)` over the last axis: numbers below 0
/// count as 0, and errors count by their ratio.
///
/// Shapes: targets and prediction `[n, …, d]`, losses `[n, …]`.
///
/// @param settings what every loss can be told
public record MeanSquaredLogarithmicError(Settings settings)
    implements AdjustableLoss<MeanSquaredLogarithmicError> {
  /// The configuration, as Keras writes it.
  public static final Schema<MeanSquaredLogarithmicError> SCHEMA =
      AdjustableLoss.<MeanSquaredLogarithmicError>schemaOf(
              "MeanSquaredLogarithmicError", "mean_squared_logarithmic_error")
          .build(config -> new MeanSquaredLogarithmicError(new Settings(config)));

  /// The loss, reduced to the mean.
  public MeanSquaredLogarithmicError() {
    this(new Settings("mean_squared_logarithmic_error"));
  }

  @Override
  public MeanSquaredLogarithmicError with(Settings changed) {
    return new MeanSquaredLogarithmicError(changed);
  }

  @Override
  public Schema<MeanSquaredLogarithmicError> schema() {
    return SCHEMA;
  }

  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    Pair pair = Pair.of(yTrue, yPred);
    return logarithm(pair.prediction()).sub(logarithm(pair.target())).square().mean(-1);
  }

  private static Tensor logarithm(Tensor x) {
    return x.maximum(Probabilities.EPSILON).add(1).log();
  }
}

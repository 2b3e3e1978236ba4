package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import java.util.function.BinaryOperator;

/// The mean of what a function gives for targets and predictions
/// (`keras.metrics.MeanMetricWrapper`): `new MeanMetricWrapper("mean_prediction", (yTrue, yPred) ->
/// yPred.mean(-1))`. A function has no name to save it by, so that this metric has no
/// configuration.
public final class MeanMetricWrapper extends MeanMetric {
  private final BinaryOperator<Tensor> function;

  /// A metric of the given name.
  ///
  /// @param name the name
  /// @param function gives a value for each sample, or several, from targets and predictions
  public MeanMetricWrapper(String name, BinaryOperator<Tensor> function) {
    super(name);
    this.function = function;
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    return function.apply(yTrue, yPred);
  }
}

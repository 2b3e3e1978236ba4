package io.gradus.nn.metric;

import io.gradus.nn.loss.FunctionLoss;
import io.gradus.tensor.Tensor;
import java.util.function.BinaryOperator;

/// The mean of what a function gives for targets and predictions
/// (`keras.metrics.MeanMetricWrapper`), in axes that fit as for a [FunctionLoss]. Files hold its
/// name, and readers find the function by it among the [io.gradus.nn.config.CustomObjects].
public final class MeanMetricWrapper extends MeanMetric {
  private final FunctionLoss function;

  /// A metric of the given name.
  ///
  /// @param name the name
  /// @param function gives a value for each sample, or several, from targets and predictions
  public MeanMetricWrapper(String name, BinaryOperator<Tensor> function) {
    super(name);
    this.function = new FunctionLoss(name, function);
  }

  @Override
  protected Tensor values(Tensor yTrue, Tensor yPred) {
    return function.call(yTrue, yPred);
  }
}

package io.gradus.nn.metric;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A value that runs along with training and evaluation (`keras.metrics.Metric`). Its state is in
/// variables, so that a recorded step updates it.
///
/// A metric of one's own that is the mean of a value for each sample is `Metric.of(name, (yTrue,
/// yPred) -> …)`. Any other has these four methods: it keeps variables, adds to them in `update`
/// and computes `result` from them, both in tensor methods.
public interface Metric {
  /// {@return the name it has in logs and progress lines}
  String name();

  /// {@return its state}
  List<Variable> variables();

  /// Takes in a batch.
  ///
  /// @param yTrue the targets, or the values of a metric of values
  /// @param yPred the predictions
  /// @param weights the weight of each sample, or null where all count the same
  void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights);

  /// Takes in a batch whose samples all count the same. [Mean] and [Sum], whose values have no
  /// predictions, take values and their weights.
  default void update(Tensor yTrue, Tensor yPred) {
    update(yTrue, yPred, null);
  }

  /// Takes in a batch whose predictions have a mask. As in Keras, metrics that are the mean of a
  /// value for each sample leave out what the mask does; the others do not look at it.
  ///
  /// @param weights the weight of each sample, or null where all count the same
  /// @param mask which predictions count, as `bool` of their first axes, or null where all do
  default void update(Tensor yTrue, Tensor yPred, @Nullable Tensor weights, @Nullable Tensor mask) {
    update(yTrue, yPred, weights);
  }

  /// {@return the value over all that was taken in since the last reset}
  Tensor result();

  /// Forgets what was taken in.
  default void reset() {
    variables().forEach(variable -> variable.assign(Tensor.zeros(variable.type())));
  }

  /// {@return the metric that this one means beside such targets and predictions, with its own
  /// state; itself but for `accuracy`, which has several forms}
  default Metric forTypes(TensorType yTrue, TensorType yPred) {
    return this;
  }

  /// {@return the metric that Keras calls by this name, such as `mae` or `mean_absolute_error`; it
  /// has this name in logs}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  static Metric of(String name) {
    return Metrics.named(name);
  }

  /// {@return the mean of what a function gives}
  ///
  /// @param name the name, by which files know it
  /// @param function gives a value for each sample, or several, from targets and predictions
  static Metric of(String name, BinaryOperator<Tensor> function) {
    return new MeanMetricWrapper(name, function);
  }
}

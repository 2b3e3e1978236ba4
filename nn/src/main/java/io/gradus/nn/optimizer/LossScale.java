package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.util.Collection;
import java.util.List;

/// The factor of a [LossScaleOptimizer], and how it follows the gradients.
final class LossScale {
  private final int growthSteps;
  // The wrapper counts as an optimizer in Keras: it has a step number and a learning rate, of which
  // it makes no use.
  private final Variable iteration = new Variable("iteration", Tensor.of(0L)).trainable(false);
  private final Variable learningRate =
      new Variable("learning_rate", Tensor.of(0f)).trainable(false);
  private final Variable counter;
  private final Variable scale;

  LossScale(LossScaleOptimizer settings) {
    growthSteps = settings.dynamicGrowthSteps();
    counter = new Variable("step_counter", Tensor.of(0)).trainable(false);
    scale =
        new Variable("dynamic_scale", Tensor.scalar(DType.FLOAT32, settings.initialScale()))
            .trainable(false);
  }

  /// {@return a step number and a learning rate that stay 0, the steps since the factor changed,
  /// and the factor}
  List<Variable> variables() {
    return List.of(iteration, learningRate, counter, scale);
  }

  Tensor scaled(Tensor loss) {
    return loss.mul(scale.value().cast(loss.dtype()));
  }

  Tensor unscaled(Tensor gradient) {
    return gradient.div(scale.value().cast(gradient.dtype()));
  }

  /// {@return whether all elements of the gradients are finite, a scalar}
  Tensor areFinite(Collection<Tensor> gradients) {
    return gradients.stream()
        .map(gradient -> gradient.isFinite().all())
        .reduce(Tensor::logicalAnd)
        .orElseGet(() -> Tensor.of(true));
  }

  /// Brings the factor for the next step.
  void follow(Tensor finite) {
    Tensor isDue = counter.value().equal(growthSteps - 1);
    Tensor before = scale.value();
    Tensor grown = isDue.where(before.mul(2), before);
    scale.assign(finite.where(grown, before.div(2)));
    Tensor restarts = isDue.logicalOr(finite.logicalNot());
    counter.assign(restarts.where(Tensor.of(0), counter.value().add(1)));
  }
}

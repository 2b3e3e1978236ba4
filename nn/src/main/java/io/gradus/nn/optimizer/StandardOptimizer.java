package io.gradus.nn.optimizer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;

/// An optimizer whose common options are set by fluent calls, each of which returns a changed copy:
/// `new Adam().learningRate(0.01).clipnorm(1)`.
///
/// @param <O> the optimizer
public interface StandardOptimizer<O extends StandardOptimizer<O>> extends Optimizer {
  /// {@return this optimizer with other common options}
  O with(OptimizerOptions options);

  /// {@return this optimizer with another name}
  default O named(String name) {
    return with(options().named(name));
  }

  /// {@return this optimizer with a learning rate, at least 0, that may be changed between steps}
  default O learningRate(double value) {
    return with(options().learningRate(LearningRate.of(value)));
  }

  /// {@return this optimizer with a learning rate that follows a schedule}
  default O learningRate(Schedule schedule) {
    return with(options().learningRate(schedule));
  }

  /// {@return this optimizer, taking the share `learning rate · value` off each variable before
  /// each step; at least 0}
  default O weightDecay(double value) {
    return with(options().weightDecay(value));
  }

  /// {@return this optimizer, scaling each gradient whose norm is larger down to it}
  ///
  /// @throws IllegalArgumentException if gradients are bounded otherwise too
  default O clipnorm(double norm) {
    Clipping old = options().clipping();
    return with(options().clipping(new Clipping(norm, old.globalNorm(), old.value())));
  }

  /// {@return this optimizer, scaling all gradients by one factor if their common norm is larger}
  ///
  /// @throws IllegalArgumentException if gradients are bounded otherwise too
  default O globalClipnorm(double norm) {
    Clipping old = options().clipping();
    return with(options().clipping(new Clipping(old.norm(), norm, old.value())));
  }

  /// {@return this optimizer, bounding each element of gradients to [−value, value]}
  ///
  /// @throws IllegalArgumentException if gradients are bounded otherwise too
  default O clipvalue(double value) {
    Clipping old = options().clipping();
    return with(options().clipping(new Clipping(old.norm(), old.globalNorm(), value)));
  }

  /// {@return this optimizer with or without running means of the variables}
  default O useEma(boolean use) {
    Averaging old = options().averaging();
    return with(options().averaging(new Averaging(use, old.momentum(), old.overwriteFrequency())));
  }

  /// {@return this optimizer, keeping this share of the running means, in [0, 1]}
  default O emaMomentum(double momentum) {
    Averaging old = options().averaging();
    return with(options().averaging(new Averaging(old.use(), momentum, old.overwriteFrequency())));
  }

  /// {@return this optimizer, giving the variables the values of their running means each time
  /// after so many steps}
  default O emaOverwriteFrequency(int steps) {
    Averaging old = options().averaging();
    return with(options().averaging(new Averaging(old.use(), old.momentum(), steps)));
  }

  /// {@return this optimizer, for gradients of the loss times this factor}
  default O lossScaleFactor(double factor) {
    return with(options().lossScaleFactor(factor));
  }

  /// {@return this optimizer, changing the variables once in so many steps, by the mean of their
  /// gradients}
  default O gradientAccumulationSteps(int steps) {
    return with(options().gradientAccumulationSteps(steps));
  }

  /// {@return a schema with the keys that every optimizer has}
  ///
  /// @param className Keras' name of the class
  /// @param standard the values of keys left out
  static <O extends StandardOptimizer<O>> Schema.Builder<O> schemaOf(
      String className, OptimizerOptions standard) {
    return OptionKeys.schemaOf(className, standard);
  }

  /// {@return the common options in a configuration}
  static OptimizerOptions options(Config config) {
    return OptionKeys.read(config);
  }
}

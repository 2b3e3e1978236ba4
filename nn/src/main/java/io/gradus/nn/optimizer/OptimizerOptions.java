package io.gradus.nn.optimizer;

import io.gradus.nn.config.Limits;
import io.gradus.nn.schedule.LearningRate;
import org.jspecify.annotations.Nullable;

/// The settings that every optimizer has (`keras.optimizers.Optimizer`).
///
/// @param name the name
/// @param learningRate the factor of the step: a number, or a schedule
/// @param weightDecay the share, times the learning rate, that each variable loses in each step
///   before it is changed, or null
/// @param clipping how gradients are bounded
/// @param averaging whether running means of the variables are kept
/// @param lossScaleFactor what the loss is multiplied by before the gradients are taken, which are
///   then divided by it, or null; small `float16` gradients do not vanish then
/// @param gradientAccumulationSteps the number of steps whose gradients are averaged for one change
///   of the variables, at least 2, or null
public record OptimizerOptions(
    String name,
    LearningRate learningRate,
    @Nullable Double weightDecay,
    Clipping clipping,
    Averaging averaging,
    @Nullable Double lossScaleFactor,
    @Nullable Integer gradientAccumulationSteps) {
  private static final String OF = "optimizer";

  /// Checks the settings.
  public OptimizerOptions {
    if (weightDecay != null) {
      Limits.atLeast(OF, "weightDecay", weightDecay, 0);
    }
    if (lossScaleFactor != null) {
      Limits.above(OF, "lossScaleFactor", lossScaleFactor, 0);
    }
    if (gradientAccumulationSteps != null) {
      Limits.atLeast(OF, "gradientAccumulationSteps", gradientAccumulationSteps, 2);
    }
  }

  /// A name and a learning rate, and nothing else.
  public OptimizerOptions(String name, LearningRate learningRate) {
    this(name, learningRate, null, Clipping.NONE, Averaging.NONE, null, null);
  }

  /// {@return these settings with another name}
  public OptimizerOptions named(String changed) {
    return new OptimizerOptions(
        changed,
        learningRate,
        weightDecay,
        clipping,
        averaging,
        lossScaleFactor,
        gradientAccumulationSteps);
  }

  /// {@return these settings with another learning rate}
  public OptimizerOptions learningRate(LearningRate changed) {
    return new OptimizerOptions(
        name,
        changed,
        weightDecay,
        clipping,
        averaging,
        lossScaleFactor,
        gradientAccumulationSteps);
  }

  /// {@return these settings with another weight decay}
  public OptimizerOptions weightDecay(@Nullable Double changed) {
    return new OptimizerOptions(
        name,
        learningRate,
        changed,
        clipping,
        averaging,
        lossScaleFactor,
        gradientAccumulationSteps);
  }

  /// {@return these settings with another bound of gradients}
  public OptimizerOptions clipping(Clipping changed) {
    return new OptimizerOptions(
        name,
        learningRate,
        weightDecay,
        changed,
        averaging,
        lossScaleFactor,
        gradientAccumulationSteps);
  }

  /// {@return these settings with other means}
  public OptimizerOptions averaging(Averaging changed) {
    return new OptimizerOptions(
        name,
        learningRate,
        weightDecay,
        clipping,
        changed,
        lossScaleFactor,
        gradientAccumulationSteps);
  }

  /// {@return these settings with another factor of the loss}
  public OptimizerOptions lossScaleFactor(@Nullable Double changed) {
    return new OptimizerOptions(
        name, learningRate, weightDecay, clipping, averaging, changed, gradientAccumulationSteps);
  }

  /// {@return these settings with another number of steps for one change}
  public OptimizerOptions gradientAccumulationSteps(@Nullable Integer changed) {
    return new OptimizerOptions(
        name, learningRate, weightDecay, clipping, averaging, lossScaleFactor, changed);
  }
}

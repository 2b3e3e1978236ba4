package io.gradus.nn.schedule;

import io.gradus.nn.config.Configured;
import io.gradus.tensor.Tensor;

/// A learning rate that follows from the number of the step
/// (`keras.optimizers.schedules.LearningRateSchedule`). It is computed with tensor operations, so a
/// recorded training step follows it.
public non-sealed interface Schedule extends LearningRate, Configured {
  /// {@return the learning rate of each step, `float32` in the shape of `step`}
  ///
  /// @param step numbers of steps done before, 0 in the first
  Tensor rate(Tensor step);
}

package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import java.util.Map;
import java.util.Set;

/// Sets the learning rate before each epoch (`keras.callbacks.LearningRateScheduler`), and logs it
/// as `learning_rate`. A rate that follows a schedule is an error before the first step.
public final class LearningRateScheduler implements TrainingCallback {
  /// From the epoch, counted from 0, and the present learning rate to the one of the epoch.
  @FunctionalInterface
  public interface Schedule {
    /// {@return the learning rate of the epoch}
    double rate(int epoch, double present);
  }

  private final Schedule schedule;

  /// Takes the learning rate of each epoch from `schedule`.
  public LearningRateScheduler(Schedule schedule) {
    this.schedule = schedule;
  }

  /// {@return `learning_rate`}
  @Override
  public Set<String> logNames() {
    return Set.of(LearningRate.NAME);
  }

  @Override
  public void onTrainBegin(Training training) {
    LearningRate.check("learning rate scheduler", training);
  }

  @Override
  public void onEpochBegin(Training training, int epoch) {
    double rate = schedule.rate(epoch, LearningRate.of(training));
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "learning rate scheduler: rates must be finite and not negative; got %s for epoch %d"
              .formatted(rate, epoch));
    }
    LearningRate.set(training, rate);
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    logs.put(LearningRate.NAME, LearningRate.of(training));
  }
}

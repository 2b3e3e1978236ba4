package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/// Makes the learning rate smaller when a value no longer gets better
/// (`keras.callbacks.ReduceLROnPlateau`), and logs it as `learning_rate`. With Keras' defaults: a
/// tenth of the rate after ten epochs in which `val_loss` did not fall by more than 1e-4. A name
/// that is not logged is an error before the first step, and so is a rate that follows a schedule.
public final class ReduceLROnPlateau implements TrainingCallback {
  private static final String NAME = "reduce learning rate";

  private final Monitor monitor;
  private final Watch watch;
  private final double factor;
  private final int patience;
  private final int cooldown;
  private final double minRate;

  private double best;
  private int waited;
  private int cooling;

  /// Watches `val_loss`.
  public ReduceLROnPlateau() {
    this(new Monitor("val_loss", MonitorMode.AUTO, 1e-4), 0.1, 10, 0, 0);
  }

  private ReduceLROnPlateau(
      Monitor monitor, double factor, int patience, int cooldown, double minRate) {
    if (!(factor >= 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "reduce learning rate: factor must be at least 0 and below 1, got " + factor);
    }
    if (patience < 0 || cooldown < 0) {
      throw new IllegalArgumentException(
          "reduce learning rate: patience and cooldown must be at least 0, got %d and %d"
              .formatted(patience, cooldown));
    }
    if (!(minRate >= 0)) {
      throw new IllegalArgumentException(
          "reduce learning rate: minRate must be at least 0, got " + minRate);
    }
    this.monitor = monitor;
    this.watch = new Watch(monitor, NAME, "the rate stays");
    this.factor = factor;
    this.patience = patience;
    this.cooldown = cooldown;
    this.minRate = minRate;
  }

  /// {@return this callback, watching another value of the logs}
  public ReduceLROnPlateau monitor(String name) {
    return with(new Monitor(name, monitor.mode(), monitor.minDelta()));
  }

  /// {@return this callback, told which way the value gets better}
  public ReduceLROnPlateau mode(MonitorMode mode) {
    return with(new Monitor(monitor.name(), mode, monitor.minDelta()));
  }

  /// {@return this callback, counting only what is better by more than `delta`}
  public ReduceLROnPlateau minDelta(double delta) {
    return with(new Monitor(monitor.name(), monitor.mode(), delta));
  }

  private ReduceLROnPlateau with(Monitor changed) {
    return new ReduceLROnPlateau(changed, factor, patience, cooldown, minRate);
  }

  /// {@return this callback, multiplying the rate by `factor`}
  public ReduceLROnPlateau factor(double factor) {
    return new ReduceLROnPlateau(monitor, factor, patience, cooldown, minRate);
  }

  /// {@return this callback, waiting so many epochs for a better value}
  public ReduceLROnPlateau patience(int epochs) {
    return new ReduceLROnPlateau(monitor, factor, epochs, cooldown, minRate);
  }

  /// {@return this callback, waiting so many epochs after a change before it looks on again}
  public ReduceLROnPlateau cooldown(int epochs) {
    return new ReduceLROnPlateau(monitor, factor, patience, epochs, minRate);
  }

  /// {@return this callback, never going below `rate`}
  public ReduceLROnPlateau minRate(double rate) {
    return new ReduceLROnPlateau(monitor, factor, patience, cooldown, rate);
  }

  /// {@return `learning_rate`}
  @Override
  public Set<String> logNames() {
    return Set.of(LearningRate.NAME);
  }

  @Override
  public void onTrainBegin(Training training) {
    LearningRate.check(NAME, training);
    watch.begin(training);
    best = Double.NaN;
    waited = 0;
    cooling = 0;
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    double rate = LearningRate.of(training);
    logs.put(LearningRate.NAME, rate);
    if (monitor.isAwaited(training, logs)) {
      return;
    }
    Double value = watch.value(training, logs);
    if (value == null) {
      return;
    }
    if (cooling > 0) {
      cooling--;
      waited = 0;
    }
    if (monitor.isBetter(value, best)) {
      best = value;
      waited = 0;
    } else if (cooling == 0) {
      waited++;
      if (waited >= patience && rate > minRate) {
        LearningRate.set(training, Math.max(rate * factor, minRate));
        cooling = cooldown;
        waited = 0;
      }
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("best", Tensor.of(best), "counts", Tensor.of(waited, cooling));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Remembered remembered = new Remembered(NAME, state);
    best = remembered.tensor("best").item();
    int[] counts = remembered.tensor("counts").toIntArray();
    waited = counts[0];
    cooling = counts[1];
  }
}

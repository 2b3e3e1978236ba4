package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stops the training when a value no longer gets better (`keras.callbacks.EarlyStopping`).
///
/// By default it watches `val_loss` and stops at the first epoch that is not better than the best.
/// A name that is not logged is an error before the first step.
///
/// ```java
/// model.fit(x, y, Fit.epochs(100).validationSplit(0.2)
///     .callbacks(new EarlyStopping().patience(3).restoreBestWeights(true)));
/// ```
public final class EarlyStopping implements TrainingCallback {
  private final Monitor monitor;
  private final Watch watch;
  private final int patience;
  private final @Nullable Double baseline;
  private final boolean restoreBestWeights;
  private final int startFromEpoch;

  private double best;
  private int bestEpoch;
  private int waited;
  private @Nullable List<Tensor> bestWeights;

  /// Watches `val_loss`.
  public EarlyStopping() {
    this(new Monitor("val_loss", MonitorMode.AUTO, 0), 0, null, false, 0);
  }

  private EarlyStopping(
      Monitor monitor,
      int patience,
      @Nullable Double baseline,
      boolean restoreBestWeights,
      int startFromEpoch) {
    if (patience < 0) {
      throw new IllegalArgumentException(
          "early stopping: patience must be at least 0, got " + patience);
    }
    if (startFromEpoch < 0) {
      throw new IllegalArgumentException(
          "early stopping: startFromEpoch must be at least 0, got " + startFromEpoch);
    }
    this.monitor = monitor;
    this.watch = new Watch(monitor, "early stopping", "nothing is stopped");
    this.patience = patience;
    this.baseline = baseline;
    this.restoreBestWeights = restoreBestWeights;
    this.startFromEpoch = startFromEpoch;
  }

  /// {@return this callback, watching another value of the logs}
  public EarlyStopping monitor(String name) {
    return with(new Monitor(name, monitor.mode(), monitor.minDelta()));
  }

  /// {@return this callback, told which way the value gets better}
  public EarlyStopping mode(MonitorMode mode) {
    return with(new Monitor(monitor.name(), mode, monitor.minDelta()));
  }

  /// {@return this callback, counting only what is better by more than `delta`}
  public EarlyStopping minDelta(double delta) {
    return with(new Monitor(monitor.name(), monitor.mode(), delta));
  }

  private EarlyStopping with(Monitor changed) {
    return new EarlyStopping(changed, patience, baseline, restoreBestWeights, startFromEpoch);
  }

  /// {@return this callback, stopping only after so many epochs without a better value}
  public EarlyStopping patience(int epochs) {
    return new EarlyStopping(monitor, epochs, baseline, restoreBestWeights, startFromEpoch);
  }

  /// {@return this callback, for which an epoch counts as better only if it also beats `value`}
  public EarlyStopping baseline(double value) {
    return new EarlyStopping(monitor, patience, value, restoreBestWeights, startFromEpoch);
  }

  /// {@return this callback, giving the model back its weights of the best epoch at the end}
  public EarlyStopping restoreBestWeights(boolean restore) {
    return new EarlyStopping(monitor, patience, baseline, restore, startFromEpoch);
  }

  /// {@return this callback, looking on only from this epoch on, counted from 0}
  public EarlyStopping startFromEpoch(int epoch) {
    return new EarlyStopping(monitor, patience, baseline, restoreBestWeights, epoch);
  }

  /// {@return none}
  @Override
  public Set<String> logNames() {
    return Set.of();
  }

  @Override
  public void onTrainBegin(Training training) {
    watch.begin(training);
    best = Double.NaN;
    bestEpoch = 0;
    waited = 0;
    bestWeights = null;
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    if (monitor.isAwaited(training, logs)) {
      return;
    }
    Double value = watch.value(training, logs);
    if (value == null || epoch < startFromEpoch) {
      return;
    }
    if (restoreBestWeights && bestWeights == null) {
      bestEpoch = epoch;
      bestWeights = weights(training);
    }
    waited++;
    if (monitor.isBetter(value, best)) {
      best = value;
      bestEpoch = epoch;
      if (restoreBestWeights) {
        bestWeights = weights(training);
      }
      if (baseline == null || monitor.isBetter(value, baseline)) {
        waited = 0;
      }
      return;
    }
    if (waited >= patience && epoch > 0) {
      training.stop("epoch %d: early stopping".formatted(epoch + 1));
    }
  }

  @Override
  public void onTrainEnd(Training training) {
    if (bestWeights != null) {
      List<Variable> variables = training.model().weights();
      for (int i = 0; i < variables.size(); i++) {
        variables.get(i).assign(bestWeights.get(i));
      }
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("best", Tensor.of(best));
    state.put("counts", Tensor.of(bestEpoch, waited));
    List<Tensor> kept = bestWeights == null ? List.of() : bestWeights;
    for (int i = 0; i < kept.size(); i++) {
      state.put("weights/" + i, kept.get(i));
    }
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Remembered remembered = new Remembered("early stopping", state);
    best = remembered.tensor("best").item();
    int[] counts = remembered.tensor("counts").toIntArray();
    bestEpoch = counts[0];
    waited = counts[1];
    List<Tensor> kept = new ArrayList<>();
    while (state.containsKey("weights/" + kept.size())) {
      kept.add(remembered.tensor("weights/" + kept.size()));
    }
    bestWeights = kept.isEmpty() ? null : kept;
  }

  /// {@return the epoch of the best value in the last training, counted from 0}
  public int bestEpoch() {
    return bestEpoch;
  }

  // Values never change, so keeping them is enough.
  private static List<Tensor> weights(Training training) {
    return training.model().weights().stream().map(Variable::value).toList();
  }
}

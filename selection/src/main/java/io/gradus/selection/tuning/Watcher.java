package io.gradus.selection.tuning;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Follows the objective in one training of a trial: its values, the best epoch and the weights
/// that the model had then.
final class Watcher implements TrainingCallback {
  private final String objective;
  private final Attempts scores;
  private final int counted;
  private final int last;
  private final BiPredicate<Integer, Double> prunes;
  private final List<Double> curve;
  private Map<String, Double> metrics = Map.of();
  private List<Tensor> weights = List.of();
  private double best = Double.NaN;
  private boolean pruned;

  /// @param scores tells which score is better
  /// @param earlier the values of epochs that were trained before
  /// @param counted the first epoch that may be the best
  /// @param last after how many epochs the training ends, or 0
  /// @param prunes whether it ends after so many epochs with such a best value
  Watcher(
      String objective,
      Attempts scores,
      List<Double> earlier,
      int counted,
      int last,
      BiPredicate<Integer, Double> prunes) {
    this.objective = objective;
    this.scores = scores;
    this.curve = new ArrayList<>(earlier);
    this.counted = counted;
    this.last = last;
    this.prunes = prunes;
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    Double value = logs.get(objective);
    if (value == null && !isAwaited(training, logs)) {
      throw new SetupException(
          "tuner: nothing is called \"%s\"; there are %s"
              .formatted(objective, String.join(", ", logs.keySet())));
    }
    curve.add(value == null ? Double.NaN : value);
    if (value != null && epoch >= counted && scores.isBetter(value, best)) {
      best = value;
      metrics = new LinkedHashMap<>(logs);
      // Values never change, so keeping them is enough.
      weights = training.model().weights().stream().map(Variable::value).toList();
    }
    if (value != null && prunes.test(epoch + 1, best)) {
      pruned = true;
      training.stop("epoch %d: pruned".formatted(epoch + 1));
    } else if (epoch + 1 == last) {
      training.stop("epoch %d: as many as planned".formatted(last));
    }
  }

  // Other epochs are validated.
  private boolean isAwaited(Training training, Map<String, Double> logs) {
    return objective.startsWith("val_")
        && training.validates()
        && logs.keySet().stream().noneMatch(name -> name.startsWith("val_"));
  }

  double best() {
    return best;
  }

  Map<String, Double> metrics() {
    return metrics;
  }

  List<Double> curve() {
    return curve;
  }

  List<Tensor> weights() {
    return weights;
  }

  boolean isPruned() {
    return pruned;
  }
}

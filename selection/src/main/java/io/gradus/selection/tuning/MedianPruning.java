package io.gradus.selection.tuning;

import java.util.List;

/// Stops a trial whose best value so far is worse than the median of what completed trials had at
/// the same epoch (the median stopping rule of Golovin et al., *Google Vizier: A Service for
/// Black-Box Optimization*, KDD 2017, in the form of `optuna.pruners.MedianPruner`). What a trial
/// is compared with is what has ended before, so that with several threads other trials may be
/// stopped.
///
/// @param startupTrials how many trials must be completed first
/// @param warmupEpochs how many epochs every trial is left alone
public record MedianPruning(int startupTrials, int warmupEpochs) {
  /// A rule.
  ///
  /// @throws IllegalArgumentException if there is not at least one trial to compare with, or fewer
  ///   than no epochs
  public MedianPruning {
    if (startupTrials < 1 || warmupEpochs < 0) {
      throw new IllegalArgumentException(
          "median pruning: startupTrials must be at least 1, warmupEpochs at least 0; got %d, %d"
              .formatted(startupTrials, warmupEpochs));
    }
  }

  /// Five trials first, and no epochs.
  public MedianPruning() {
    this(5, 0);
  }

  /// {@return whether a trial is to be stopped}
  ///
  /// @param epochs how many epochs it has trained
  /// @param best its best value so far, NaN if it has none
  /// @param others what came of other trials
  boolean stops(int epochs, double best, Attempts others) {
    List<Trial> completed =
        others.trials().stream().filter(trial -> trial.status() == TrialStatus.COMPLETED).toList();
    double[] costs =
        completed.stream()
            .filter(trial -> trial.epochs() >= epochs)
            .mapToDouble(trial -> others.cost(trial.curve().get(epochs - 1)))
            .filter(cost -> !Double.isNaN(cost))
            .sorted()
            .toArray();
    if (completed.size() < startupTrials || epochs <= warmupEpochs || costs.length == 0) {
      return false;
    }
    int middle = costs.length / 2;
    double median = costs.length % 2 == 1 ? costs[middle] : (costs[middle - 1] + costs[middle]) / 2;
    return others.cost(best) > median;
  }
}

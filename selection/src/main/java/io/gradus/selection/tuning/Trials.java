package io.gradus.selection.tuning;

import io.gradus.nn.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The trials of a search, in the order of their numbers.
public final class Trials implements Iterable<Trial> {
  private final String objective;
  private final boolean isMore;
  private final List<Trial> all;
  private final @Nullable Path folder;
  private final Map<Integer, TrainedModel> kept;

  /// @param folder where the models are, or null
  /// @param kept the best model, by its trial's number, if it is in memory
  Trials(
      String objective,
      boolean isMore,
      List<Trial> all,
      @Nullable Path folder,
      Map<Integer, TrainedModel> kept) {
    this.objective = objective;
    this.isMore = isMore;
    this.all = List.copyOf(all);
    this.folder = folder;
    this.kept = Map.copyOf(kept);
  }

  /// {@return the trials, in the order of their numbers}
  public List<Trial> list() {
    return all;
  }

  @Override
  public Iterator<Trial> iterator() {
    return all.iterator();
  }

  /// {@return the completed trial with the best score, of equals the first}
  ///
  /// @throws IllegalStateException if none was completed
  public Trial best() {
    List<Trial> best = best(1);
    if (best.isEmpty()) {
      throw new IllegalStateException("trials: none was completed");
    }
    return best.getFirst();
  }

  /// {@return the completed trials with the best scores, the best first}
  ///
  /// @param most how many at most
  public List<Trial> best(int most) {
    Comparator<Trial> byScore =
        Comparator.comparingDouble(trial -> isMore ? -trial.score() : trial.score());
    return all.stream()
        .filter(trial -> trial.status() == TrialStatus.COMPLETED)
        .sorted(byScore)
        .limit(most)
        .toList();
  }

  /// {@return the model of the best trial with the weights of its best epoch: from memory, or from
  /// the folder, if an earlier search made it}
  ///
  /// @throws IllegalStateException if no trial was completed, or the search was over folds, which
  ///   keeps no models
  /// @throws UncheckedIOException if it cannot be read
  public Model bestModel() {
    Trial best = best();
    TrainedModel trained = kept.get(best.number());
    if (trained != null) {
      return trained.best();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "trials: a search over folds keeps no model; build one of best().hyperParameters() and"
              + " train it on all data");
    }
    try {
      return Model.load(TrialFolder.model(folder, best.number()));
    } catch (IOException e) {
      throw new UncheckedIOException("trials: " + e.getMessage(), e);
    }
  }

  /// {@return a table of the trials: number, hyper-parameters, score, epochs, seconds, status}
  public String table() {
    return new TrialTable(objective, all).toString();
  }

  /// {@return the table}
  @Override
  public String toString() {
    return table();
  }
}

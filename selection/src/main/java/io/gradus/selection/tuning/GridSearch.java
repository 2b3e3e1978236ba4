package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tries every combination of values (`keras_tuner.GridSearch`): all of a range with a step, ten of
/// another. The first trial has the first value of each; then the one that is asked for last
/// changes fastest. One that is not asked for in a trial is not varied in it either.
public final class GridSearch extends Oracle {
  private final int maxTrials;
  private final long seed;

  /// All combinations.
  public GridSearch() {
    this(0, System.nanoTime());
  }

  private GridSearch(int maxTrials, long seed) {
    this.maxTrials = maxTrials;
    this.seed = seed;
  }

  /// {@return this search with the first combinations only}
  ///
  /// @throws IllegalArgumentException if there are none
  public GridSearch maxTrials(int value) {
    return new GridSearch(positive("grid search", "maxTrials", value), seed);
  }

  /// {@return this search with a seed for [HyperParameters#seed]; its trials do not depend on it}
  public GridSearch seed(long value) {
    return new GridSearch(maxTrials, value);
  }

  @Override
  long seed() {
    return seed;
  }

  @Override
  int total() {
    return maxTrials;
  }

  @Override
  Proposal propose(int number, int draw, Attempts earlier) {
    if (draw > 0 || (maxTrials > 0 && number > maxTrials)) {
      return Proposal.Nothing.MORE;
    }
    Attempts.Attempt before = earlier.get(number - 1);
    if (before == null) {
      return number == 1 ? values(Map.of()) : Proposal.Nothing.MORE;
    }
    // As an odometer: the last one that has a next value takes it, those after it begin anew.
    List<String> names = new ArrayList<>(before.asked().keySet());
    for (int last = names.size() - 1; last >= 0; last--) {
      String name = names.get(last);
      List<Object> grid = grid(before, name);
      int place = grid.indexOf(before.values().get(name));
      if (place + 1 < grid.size()) {
        Map<String, Object> next = new HashMap<>();
        names.subList(0, last).forEach(kept -> next.put(kept, before.values().get(kept)));
        next.put(name, grid.get(place + 1));
        return values(next);
      }
    }
    return Proposal.Nothing.MORE;
  }

  private static List<Object> grid(Attempts.Attempt attempt, String name) {
    HyperParameter parameter = attempt.asked().get(name);
    return parameter == null ? List.of() : parameter.grid();
  }

  private static Proposal values(Map<String, Object> values) {
    return new Proposal.Values(
        (name, parameter) -> values.getOrDefault(name, parameter.grid().getFirst()));
  }
}

package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The trials so far, done and under way, by number.
final class Attempts {
  private final boolean isMore;
  private final NavigableMap<Integer, Attempt> attempts = new TreeMap<>();

  /// A trial and what its builder asked for.
  ///
  /// @param asked the hyper-parameters, in order
  /// @param values their values
  /// @param from the trial whose training it goes on with, or 0
  /// @param trial what came of it, or null as long as it is under way
  record Attempt(
      Map<String, HyperParameter> asked,
      Map<String, Object> values,
      int from,
      @Nullable Trial trial) {
    Attempt ended(Trial with) {
      return new Attempt(asked, values, from, with);
    }

    boolean isScored() {
      return trial != null && trial.status() != TrialStatus.FAILED;
    }

    boolean isCompleted() {
      return trial != null && trial.status() == TrialStatus.COMPLETED;
    }
  }

  /// @param isMore whether a higher score is better
  Attempts(boolean isMore) {
    this.isMore = isMore;
  }

  void put(int number, Attempt attempt) {
    attempts.put(number, attempt);
  }

  @Nullable Attempt get(int number) {
    return attempts.get(number);
  }

  boolean isUnderWay() {
    return attempts.values().stream().anyMatch(attempt -> attempt.trial == null);
  }

  /// {@return all, in the order of their numbers}
  List<Attempt> all() {
    return new ArrayList<>(attempts.values());
  }

  /// {@return what came of those that have ended, in the order of their numbers}
  List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (Attempt attempt : attempts.values()) {
      if (attempt.trial != null) {
        trials.add(attempt.trial);
      }
    }
    return trials;
  }

  /// {@return whether one before this number has these values}
  boolean hasBefore(int number, Map<String, Object> values) {
    return attempts.headMap(number).values().stream()
        .anyMatch(attempt -> attempt.values.equals(values));
  }

  /// {@return every hyper-parameter that was asked for before this number, in order}
  Map<String, HyperParameter> space(int number) {
    Map<String, HyperParameter> space = new LinkedHashMap<>();
    attempts.headMap(number).values().forEach(attempt -> attempt.asked.forEach(space::putIfAbsent));
    return space;
  }

  /// {@return how bad a score is: less is better}
  double cost(double score) {
    return isMore ? -score : score;
  }

  boolean isBetter(double score, double other) {
    return Double.isNaN(other) ? !Double.isNaN(score) : cost(score) < cost(other);
  }
}

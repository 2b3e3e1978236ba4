package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Trains many for a few epochs, goes on with the best of them for more (`keras_tuner.Hyperband`;
/// Li et al., *Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization*, JMLR
/// 2018).
///
/// A bracket has rounds. Its first tries values at random, none twice; each later one goes on with
/// the best of the round before, up to `factor` times as many epochs; the last trains up to the
/// largest number. Brackets differ in how many they begin with and for how many epochs. A trial
/// that goes on has a number of its own, and counts epochs from the start of its training. It
/// continues the model that is in memory; after a search was interrupted it trains from the start.
///
/// A round begins when the one before it has ended, so that any number of threads tries the same.
/// The epochs of `fit` must be as many as the largest number here.
public final class Hyperband extends Oracle {
  private static final String NAME = "hyperband";

  private final int maxEpochs;
  private final int factor;
  private final int iterations;
  private final long seed;
  private final List<Round> rounds = new ArrayList<>();

  /// A round of a bracket.
  ///
  /// @param first the number of its first trial
  /// @param size the number of its trials
  /// @param epochs up to where they are trained
  /// @param isFirst whether it is its bracket's first
  /// @param isLast whether it is its bracket's last
  private record Round(int first, int size, int epochs, boolean isFirst, boolean isLast) {
    int end() {
      return first + size;
    }
  }

  /// Up to so many epochs, a third of the trials going on each time, and one run over the brackets.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Hyperband(int maxEpochs) {
    this(maxEpochs, 3, 1, System.nanoTime());
  }

  private Hyperband(int maxEpochs, int factor, int iterations, long seed) {
    this.maxEpochs = positive(NAME, "maxEpochs", maxEpochs);
    this.factor = factor;
    this.iterations = positive(NAME, "iterations", iterations);
    this.seed = seed;
    if (factor < 2) {
      throw new IllegalArgumentException(NAME + ": the factor must be at least 2; got " + factor);
    }
    int brackets = 0;
    for (double epochs = maxEpochs; epochs >= 1; epochs /= factor) {
      brackets++;
    }
    int next = 1;
    for (int iteration = 0; iteration < iterations; iteration++) {
      for (int bracket = brackets - 1; bracket >= 0; bracket--) {
        for (int round = 0; round <= bracket; round++) {
          int size = size(bracket, round);
          int epochs = (int) Math.ceil(maxEpochs / Math.pow(factor, bracket - round));
          rounds.add(new Round(next, size, epochs, round == 0, round == bracket));
          next += size;
        }
      }
    }
  }

  // KerasTuner's: every bracket takes about as many epochs in all.
  private int size(int bracket, int round) {
    // A little less, so that 5³ counts as three times the factor.
    double ends = Math.ceil(1 + Math.log(maxEpochs) / Math.log(factor) - 1e-9);
    return (int) Math.ceil(ends / (bracket + 1) * Math.pow(factor, bracket - round));
  }

  /// {@return this search, of which one in `value` goes on each time, for so many times the epochs}
  ///
  /// @throws IllegalArgumentException if it is below 2
  public Hyperband factor(int value) {
    return new Hyperband(maxEpochs, value, iterations, seed);
  }

  /// {@return this search with so many runs over the brackets}
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Hyperband iterations(int value) {
    return new Hyperband(maxEpochs, factor, value, seed);
  }

  /// {@return this search with a seed, which its trials follow from}
  public Hyperband seed(long value) {
    return new Hyperband(maxEpochs, factor, iterations, value);
  }

  @Override
  long seed() {
    return seed;
  }

  @Override
  int total() {
    return rounds.getLast().end() - 1;
  }

  @Override
  int maxEpochs() {
    return maxEpochs;
  }

  @Override
  Proposal exhausted() {
    return Proposal.Nothing.HERE;
  }

  @Override
  Proposal propose(int number, int draw, Attempts earlier) {
    for (int i = 0; i < rounds.size(); i++) {
      Round round = rounds.get(i);
      if (number < round.end()) {
        return round.isFirst
            ? new Proposal.Values(
                random(seed, number, draw), round.epochs, 0, needed(round, number))
            : promoted(number, round, rounds.get(i - 1), earlier);
      }
    }
    return Proposal.Nothing.MORE;
  }

  private static Set<Integer> needed(Round round, int number) {
    Set<Integer> needed = new HashSet<>();
    for (int each = round.first; !round.isLast && each <= number; each++) {
      needed.add(each);
    }
    return needed;
  }

  private static Proposal promoted(int number, Round round, Round before, Attempts earlier) {
    List<Trial> best = new ArrayList<>();
    for (int each = before.first; each < before.end(); each++) {
      Attempts.Attempt attempt = earlier.get(each);
      if (attempt != null && attempt.trial() == null) {
        return Proposal.Nothing.YET;
      }
      if (attempt != null && attempt.trial() != null && attempt.isCompleted()) {
        best.add(attempt.trial());
      }
    }
    best.sort(Comparator.comparingDouble(trial -> earlier.cost(trial.score())));
    int place = number - round.first;
    if (place >= best.size()) {
      return Proposal.Nothing.HERE;
    }
    Set<Integer> needed = needed(round, number);
    best.subList(place, Math.min(round.size, best.size()))
        .forEach(trial -> needed.add(trial.number()));
    Trial from = best.get(place);
    return new Proposal.Values(
        HyperParameters.given(from.values()), round.epochs, from.number(), needed);
  }
}

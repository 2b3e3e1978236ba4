package io.gradus.selection.tuning;

import io.gradus.tensor.kernel.Philox;

/// Decides what a search tries (`keras_tuner.Oracle`). What it decides for a trial follows from its
/// settings, the trial's number and those before it, so that a search that was interrupted goes on
/// as it would have.
public abstract sealed class Oracle
    permits RandomSearch, GridSearch, Hyperband, BayesianOptimization {
  Oracle() {}

  /// {@return what to do for a number, once there is something for all numbers before it}
  ///
  /// @param draw how often values for this number were those of an earlier trial
  abstract Proposal propose(int number, int draw, Attempts earlier);

  /// {@return what to do for a number for which no new values were found}
  Proposal exhausted() {
    return Proposal.Nothing.MORE;
  }

  /// {@return what seeds of models follow from}
  abstract long seed();

  /// {@return the number of trials at most, or 0 if it is not known}
  abstract int total();

  /// {@return the largest number of epochs that it trains, or 0 if it leaves that to `fit`}
  int maxEpochs() {
    return 0;
  }

  /// Checks a number of trials.
  ///
  /// @throws IllegalArgumentException if it is below 1
  static int positive(String oracle, String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: %s must be at least 1; got %d".formatted(oracle, name, value));
    }
    return value;
  }

  /// {@return values at random, each of its own stream, so that none depends on what else is asked
  /// for}
  static HyperParameters.Source random(long seed, int number, int draw) {
    long key = Philox.key(seed, "trial/%d/%d".formatted(number, draw));
    return (name, parameter) -> parameter.at(uniform(Philox.key(key, name), 0));
  }

  /// {@return the number of a stream at a place, from 0 up to but not including 1}
  static double uniform(long key, long place) {
    int[] words = new int[4];
    Philox.block(key, place, words, 0);
    return Philox.toDouble(words[0], words[1]);
  }
}

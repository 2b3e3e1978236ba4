package io.gradus.selection.tuning;

/// Tries values at random, none twice (`keras_tuner.RandomSearch`). The values of a trial follow
/// from the seed and its number: any number of threads tries the same.
public final class RandomSearch extends Oracle {
  private final int maxTrials;
  private final long seed;

  /// So many trials, with another seed in each run.
  ///
  /// @throws IllegalArgumentException if there are none
  public RandomSearch(int maxTrials) {
    this(maxTrials, System.nanoTime());
  }

  private RandomSearch(int maxTrials, long seed) {
    this.maxTrials = positive("random search", "maxTrials", maxTrials);
    this.seed = seed;
  }

  /// {@return this search with a seed, which its trials follow from}
  public RandomSearch seed(long value) {
    return new RandomSearch(maxTrials, value);
  }

  @Override
  long seed() {
    return seed;
  }

  @Override
  Proposal propose(int number, int draw, Attempts earlier) {
    return number > maxTrials
        ? Proposal.Nothing.MORE
        : new Proposal.Values(random(seed, number, draw));
  }

  @Override
  int total() {
    return maxTrials;
  }
}

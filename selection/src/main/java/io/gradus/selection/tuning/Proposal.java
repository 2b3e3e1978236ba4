package io.gradus.selection.tuning;

import java.util.Set;

/// What a search does for a number.
sealed interface Proposal {
  /// A trial is to be made.
  ///
  /// @param source the values of its hyper-parameters
  /// @param epochs after how many epochs in all its training ends, or 0 for as many as `fit` is
  ///   told
  /// @param from the trial whose training it goes on with, or 0
  /// @param needed the trials that later ones may go on with
  record Values(HyperParameters.Source source, int epochs, int from, Set<Integer> needed)
      implements Proposal {
    /// A trial from the start.
    Values(HyperParameters.Source source) {
      this(source, 0, 0, Set.of());
    }
  }

  /// Nothing to try.
  enum Nothing implements Proposal {
    /// Until a trial under way has ended.
    YET,
    /// For this number.
    HERE,
    /// For this number and all after it.
    MORE
  }
}

package io.gradus.selection.tuning;

/// How a trial ended.
public enum TrialStatus {
  /// Trained to its end.
  COMPLETED,
  /// Stopped since it was worse than others were ([MedianPruning]).
  PRUNED,
  /// Ended with an exception, or without a finite score.
  FAILED
}

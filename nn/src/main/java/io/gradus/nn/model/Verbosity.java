package io.gradus.nn.model;

/// How much `fit` tells (`verbose` in Keras).
public enum Verbosity {
  /// Nothing (`verbose=0`).
  SILENT,
  /// A progress bar, rewritten in place on a terminal (`verbose=1`); the default.
  BAR,
  /// A line after each epoch (`verbose=2`).
  LINE
}

package io.gradus.selection;

/// What the counts of a confusion matrix are divided by (`normalize` of scikit-learn).
public enum Normalized {
  /// The number of samples of the true class: each row sums to 1.
  TRUE,
  /// The number of predictions of the class: each column sums to 1.
  PRED,
  /// The number of all samples: the matrix sums to 1.
  ALL
}

package io.gradus.tensor.kernel;

/// How a reduction combines elements.
public enum Reduction {
  /// The sum; floating-point sums in the order that [Sums] fixes.
  SUM,
  /// The largest element; NaN if there is one.
  MAX
}

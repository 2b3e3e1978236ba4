package io.gradus.tensor.kernel;

/// How a reduction combines elements.
public enum Reduction {
  /// The sum, 0 of no elements; floating-point sums in the order that [Sums] fixes.
  SUM,
  /// The product, 1 of no elements; multiplied one after the other.
  PROD,
  /// The largest element; NaN if there is one.
  MAX,
  /// The smallest element; NaN if there is one.
  MIN,
  /// Whether any element of a `bool` view is true; false of no elements.
  ANY,
  /// Whether all elements of a `bool` view are true; true of no elements.
  ALL,
  /// `log Σ exp(x)` of floating-point elements without overflow, −∞ of no elements; the sum in the
  /// order that [Sums] fixes.
  LOG_SUM_EXP;

  /// {@return whether it takes and gives `bool`}
  public boolean isOfTruths() {
    return this == ANY || this == ALL;
  }

  /// {@return whether it has no result where there are no elements}
  public boolean needsElements() {
    return this == MAX || this == MIN;
  }
}

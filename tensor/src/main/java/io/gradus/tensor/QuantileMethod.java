package io.gradus.tensor;

/// What a quantile is whose position lies between two elements in rising order (NumPy's `method`).
public enum QuantileMethod {
  /// Between the two, as far from each as the position is.
  LINEAR,
  /// The lower one.
  LOWER,
  /// The higher one.
  HIGHER,
  /// Halfway between the two.
  MIDPOINT,
  /// The nearer one; of two equally near that at the even position.
  NEAREST
}

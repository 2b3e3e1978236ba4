package io.gradus.tensor;

/// For which shifts two vectors are correlated (NumPy's `mode`).
public enum Overlap {
  /// Where the shorter one lies inside the longer one.
  VALID,
  /// As many as the longer one has elements, with the middle of the overlaps in the middle.
  SAME,
  /// Wherever they overlap at all.
  FULL
}

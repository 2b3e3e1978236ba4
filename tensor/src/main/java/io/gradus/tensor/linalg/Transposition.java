package io.gradus.tensor.linalg;

/// Rows as columns.
final class Transposition {
  private Transposition() {}

  /// {@return the transpose of a matrix of `rows × columns`}
  static double[] of(double[] a, int rows, int columns) {
    double[] t = new double[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t[j * rows + i] = a[i * columns + j];
      }
    }
    return t;
  }
}

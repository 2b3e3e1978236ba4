package io.gradus.tensor.kernel;

/// What a chain does with elements side by side in one row.
public interface ChainSpan {
  /// Computes some elements of a row.
  ///
  /// @param arrays the arrays of the results, then those of the operands
  /// @param offsets the position of the first element in each array
  /// @param element the number of the first element
  /// @param row the number of its row
  /// @param column the number of the element in the row
  /// @param n how many elements, at most 1024
  void run(
      float[][] arrays, int[] offsets, int element, int row, int column, int n, Scratch scratch);
}

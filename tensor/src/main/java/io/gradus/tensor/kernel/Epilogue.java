package io.gradus.tensor.kernel;

/// What is done with a matrix product part by part, by the worker that made the part and while it
/// is in its cache. Several threads run it at the same time, each with parts of its own.
@FunctionalInterface
public interface Epilogue {
  /// Takes a part, whose rows of `columns` elements begin `stride` apart in `values` from `at` on.
  ///
  /// @param row the number of its first row in the product
  /// @param column the number of its first column
  /// @param scratch the worker's; its slot 0 and its bytes are the epilogue's
  void run(
      float[] values,
      int at,
      int stride,
      int row,
      int rows,
      int column,
      int columns,
      Scratch scratch);
}

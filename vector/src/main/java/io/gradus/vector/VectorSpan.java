package io.gradus.vector;

import io.gradus.tensor.kernel.ChainSpan;
import io.gradus.tensor.kernel.Scratch;

/// A chain as a generated loop over whole vectors, and operation by operation where no vector is
/// whole. Both give the same bits.
///
/// @param vectors the loop; its `n` is a multiple of a vector's lanes
/// @param rest the operations one by one
record VectorSpan(ChainSpan vectors, ChainSpan rest) implements ChainSpan {
  /// Fewer elements are not worth a loop that C2 must first compile, see [FloatPairLoop#SHORT].
  private static final int SHORT = 64;

  @Override
  public void run(
      float[][] arrays, int[] offsets, int element, int row, int column, int n, Scratch scratch) {
    int whole = n < SHORT ? 0 : Lanes.FLOATS.loopBound(n);
    if (whole > 0) {
      vectors.run(arrays, offsets, element, row, column, whole, scratch);
    }
    if (whole < n) {
      int left = n - whole;
      rest.run(arrays, offsets, element + whole, row, column + whole, left, scratch);
    }
  }
}

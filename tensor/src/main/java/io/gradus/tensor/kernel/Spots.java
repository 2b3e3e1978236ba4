package io.gradus.tensor.kernel;

import java.util.Arrays;
import java.util.List;

/// Where the results of a chain lie, and after them its operands.
///
/// @param arrays their arrays
/// @param offsets the position of the first element in each array
record Spots(float[][] arrays, int[] offsets) {
  static Spots of(List<Strided> results, List<Strided> operands) {
    int n = results.size() + operands.size();
    float[][] arrays = new float[n][];
    int[] offsets = new int[n];
    for (int i = 0; i < n; i++) {
      Strided view = i < results.size() ? results.get(i) : operands.get(i - results.size());
      arrays[i] = view.floats();
      offsets[i] = Math.toIntExact(view.offset());
    }
    return new Spots(arrays, offsets);
  }

  /// Changes these spots to be the same as others, which are no more than these.
  Spots set(Spots others) {
    System.arraycopy(others.arrays, 0, arrays, 0, others.arrays.length);
    System.arraycopy(others.offsets, 0, offsets, 0, others.offsets.length);
    return this;
  }

  /// Forgets the arrays, so that idle memory keeps none of them alive.
  @SuppressWarnings("NullAway") // until they are set again nobody reads them
  void clear() {
    Arrays.fill(arrays, null);
  }
}

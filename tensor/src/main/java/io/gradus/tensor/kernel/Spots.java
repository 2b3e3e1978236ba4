package io.gradus.tensor.kernel;

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

  /// {@return the same, to be changed}
  Spots copy() {
    return new Spots(arrays.clone(), offsets.clone());
  }
}

package io.gradus.tensor;

/// Something with a tensor value, which the families of operations build on.
sealed interface Valued
    permits Elementwise, Comparison, Reductions, Linear, Movement, Indexing, Reading {
  /// {@return the value}
  Tensor value();
}

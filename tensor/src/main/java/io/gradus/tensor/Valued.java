package io.gradus.tensor;

/// Something with a tensor value, which the families of operations build on.
sealed interface Valued
    permits Elementwise,
        Magnitudes,
        Rounding,
        Divisors,
        Powers,
        Trigonometry,
        SpecialFunctions,
        Logic,
        Bits,
        Comparison,
        Reductions,
        NanReductions,
        Statistics,
        Cumulative,
        Sorting,
        Linear,
        LinearAlgebra,
        Decompositions,
        Fourier,
        Pooling,
        Convolution,
        Movement,
        Joining,
        Diagonals,
        Indexing,
        Gathering,
        Segments,
        Patches,
        Images,
        Searching,
        Sampling,
        Reading {
  /// {@return the value}
  Tensor value();
}

package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;

/// What operations take: a [Tensor], or a [Variable] that stands for its present value. All tensor
/// methods are here, in families.
public sealed interface Operand
    extends Elementwise,
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
        Reading
    permits Tensor, Variable {
  /// {@return the value: the tensor itself, or what the variable holds now}
  @Override
  Tensor value();

  /// {@return element type and shape}
  TensorType type();

  /// {@return the element type}
  default DType dtype() {
    return type().dtype();
  }

  /// {@return the shape}
  default Shape shape() {
    return type().shape();
  }

  /// {@return the number of axes}
  default int rank() {
    return shape().rank();
  }

  /// {@return the number of elements}
  default long size() {
    return shape().size();
  }

  /// {@return the length of an axis; negative axes count from the end}
  default long dim(int axis) {
    return shape().dim(axis);
  }

  /// {@return the memory that the elements take when they lie side by side, in bytes}
  default long bytes() {
    return type().bytes();
  }

  /// {@return type and extent in words, as in `matrix of shape (2, 3), float32: 6 values, 24
  /// bytes`; see [TensorType#describe]}
  default String describe() {
    return type().describe();
  }
}

package io.gradus.tensor.kernel;

/// An element-wise operation on `float`s as part of a chain, see [Kernels#chain]. The result is
/// dense; an operand is dense or one element for all.
public sealed interface Link {
  /// {@return where the result goes}
  Strided out();

  /// An operation of one operand.
  record Unary(UnaryFunction f, Strided out, Strided x) implements Link {}

  /// An operation of two operands.
  record Binary(BinaryFunction f, Strided out, Strided x, Strided y) implements Link {}
}

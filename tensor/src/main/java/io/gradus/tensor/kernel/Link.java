package io.gradus.tensor.kernel;

/// An element-wise operation of a [Chain]. Its operands are numbers of values of the chain.
public sealed interface Link {
  /// An operation of one operand.
  ///
  /// @param f the function
  /// @param x the number of the operand
  record Unary(UnaryFunction f, int x) implements Link {}

  /// An operation of two operands.
  ///
  /// @param f the function
  /// @param x the number of the first operand
  /// @param y the number of the second operand
  record Binary(BinaryFunction f, int x, int y) implements Link {}
}

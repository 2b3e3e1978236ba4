package io.gradus.tensor.kernel;

/// The scalar function of an element-wise operation of two operands of one type.
public interface BinaryFunction {
  /// {@return the function of `float`s}
  float apply(float x, float y);

  /// {@return the function of `double`s}
  double apply(double x, double y);

  /// {@return the function of `int`s; by default there is none}
  default int apply(int x, int y) {
    throw new UnsupportedOperationException(this + " of integers");
  }

  /// {@return the function of `long`s; by default there is none}
  default long apply(long x, long y) {
    throw new UnsupportedOperationException(this + " of integers");
  }

  /// {@return the function of the unsigned numbers with these bits; by default that of `long`s,
  /// whose bits are the same for sums, differences and products}
  default long applyUnsigned(long x, long y) {
    return apply(x, y);
  }
}

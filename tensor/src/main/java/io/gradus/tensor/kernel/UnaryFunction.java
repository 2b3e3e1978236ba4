package io.gradus.tensor.kernel;

/// The scalar function of an element-wise operation of one operand. A backend may have a faster
/// loop for the implementing class; else it runs these methods.
public interface UnaryFunction {
  /// {@return the function of a `float`; by default the `double` result rounded}
  default float apply(float x) {
    return (float) apply((double) x);
  }

  /// {@return the function of a `double`}
  double apply(double x);

  /// {@return the function of an `int`; by default there is none}
  default int apply(int x) {
    throw new UnsupportedOperationException(this + " of integers");
  }

  /// {@return the function of a `long`; by default there is none}
  default long apply(long x) {
    throw new UnsupportedOperationException(this + " of integers");
  }

  /// {@return the function of the unsigned number with these bits; by default that of `long`s,
  /// whose bits are the same for sums, differences and products}
  default long applyUnsigned(long x) {
    return apply(x);
  }
}

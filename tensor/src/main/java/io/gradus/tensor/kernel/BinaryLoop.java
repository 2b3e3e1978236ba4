package io.gradus.tensor.kernel;

/// A row of an element-wise operation of two operands, dense in the result; `is` and `js` are the
/// distances between neighbours in the operands.
public interface BinaryLoop {
  /// A row of `float`s.
  void row(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n);

  /// A row of `double`s.
  void row(double[] out, int o, double[] x, int i, int is, double[] y, int j, int js, int n);

  /// A row of `int`s.
  void row(int[] out, int o, int[] x, int i, int is, int[] y, int j, int js, int n);

  /// A row of `long`s.
  void row(long[] out, int o, long[] x, int i, int is, long[] y, int j, int js, int n);
}

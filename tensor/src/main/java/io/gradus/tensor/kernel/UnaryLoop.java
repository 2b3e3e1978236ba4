package io.gradus.tensor.kernel;

/// A row of an element-wise operation of one operand, dense in the result; `step` is the distance
/// between neighbours in the operand.
public interface UnaryLoop {
  /// A row of `float`s.
  void row(float[] out, int o, float[] x, int i, int step, int n);

  /// A row of `double`s.
  void row(double[] out, int o, double[] x, int i, int step, int n);

  /// A row of `int`s.
  void row(int[] out, int o, int[] x, int i, int step, int n);

  /// A row of `long`s.
  void row(long[] out, int o, long[] x, int i, int step, int n);
}

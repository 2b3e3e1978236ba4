package io.gradus.tensor.kernel;

/// A row of an element-wise operation of one operand, dense in the result; `step` is the distance
/// between neighbours in the operand.
interface UnaryLoop {
  void row(float[] out, int o, float[] x, int i, int step, int n);

  void row(double[] out, int o, double[] x, int i, int step, int n);

  void row(int[] out, int o, int[] x, int i, int step, int n);

  void row(long[] out, int o, long[] x, int i, int step, int n);
}

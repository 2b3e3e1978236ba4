package io.gradus.tensor.kernel;

/// A row of a comparison, dense in the result; `is` and `js` are the distances between neighbours
/// in the operands.
interface RelationLoop {
  void row(byte[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n);

  void row(byte[] out, int o, double[] x, int i, int is, double[] y, int j, int js, int n);

  void row(byte[] out, int o, int[] x, int i, int is, int[] y, int j, int js, int n);

  void row(byte[] out, int o, long[] x, int i, int is, long[] y, int j, int js, int n);
}

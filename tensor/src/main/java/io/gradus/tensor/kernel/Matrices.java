package io.gradus.tensor.kernel;

/// The plain matrix product, a row of the result at a time.
final class Matrices {
  private Matrices() {}

  static void row(
      float[] out, int o, float[] a, int i, int is, float[] b, int j, int js, int k, int n) {
    java.util.Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      float factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }

  static void row(
      double[] out, int o, double[] a, int i, int is, double[] b, int j, int js, int k, int n) {
    java.util.Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      double factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }

  static void row(int[] out, int o, int[] a, int i, int is, int[] b, int j, int js, int k, int n) {
    java.util.Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      int factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }

  static void row(
      long[] out, int o, long[] a, int i, int is, long[] b, int j, int js, int k, int n) {
    java.util.Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      long factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }
}

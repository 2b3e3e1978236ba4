package io.gradus.tensor.kernel;

/// The plain matrix product, a row of the result at a time.
final class Matrices {
  /// What to do with the matrices that start at these positions.
  interface Product {
    void run(int out, int a, int b);
  }

  private Matrices() {}

  /// Runs `product` for each matrix of the leading axes.
  static void each(Strided out, Strided a, Strided b, Product product) {
    int outer = out.rank() - 2;
    long count = out.shape().slice(0, outer).size();
    for (long matrix = 0; matrix < count; matrix++) {
      long[] at = {out.offset(), a.offset(), b.offset()};
      long rest = matrix;
      for (int axis = outer - 1; axis >= 0; axis--) {
        long index = rest % out.dim(axis);
        rest /= out.dim(axis);
        at[0] += index * out.stride(axis);
        at[1] += index * a.stride(axis);
        at[2] += index * b.stride(axis);
      }
      product.run(Math.toIntExact(at[0]), Math.toIntExact(at[1]), Math.toIntExact(at[2]));
    }
  }

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

  static void row(
      int[] out, int o, int[] a, int i, int is, int[] b, int j, int js, int k, int n) {
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

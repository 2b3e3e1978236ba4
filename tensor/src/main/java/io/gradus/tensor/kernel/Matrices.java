package io.gradus.tensor.kernel;

import java.util.Arrays;

/// Stacks of matrices, and their plain product, a row of the result at a time.
public final class Matrices {
  private Matrices() {}

  /// What to do with three matrices that start at these positions.
  public interface Action {
    /// Does it.
    void run(int out, int a, int b);
  }

  /// Runs the action for the matrices of each index of the leading axes, which are the same in all
  /// three, one after the other.
  public static void each(Strided out, Strided a, Strided b, Action action) {
    for (int index = 0; index < count(out); index++) {
      one(index, out, a, b, action);
    }
  }

  /// As [#each], but the workers share the indices.
  public static void share(Workers workers, Strided out, Strided a, Strided b, Action action) {
    workers.run(count(out), (index, _) -> one(index, out, a, b, action));
  }

  private static int count(Strided out) {
    return Math.toIntExact(out.shape().slice(0, out.rank() - 2).size());
  }

  private static void one(int number, Strided out, Strided a, Strided b, Action action) {
    long[] at = {out.offset(), a.offset(), b.offset()};
    long rest = number;
    for (int axis = out.rank() - 3; axis >= 0; axis--) {
      long index = rest % out.dim(axis);
      rest /= out.dim(axis);
      at[0] += index * out.stride(axis);
      at[1] += index * a.stride(axis);
      at[2] += index * b.stride(axis);
    }
    action.run(Math.toIntExact(at[0]), Math.toIntExact(at[1]), Math.toIntExact(at[2]));
  }

  /// The product; the elements of a row of `b` lie side by side.
  static void multiply(Workers workers, Strided out, Strided a, Strided b) {
    int m = Math.toIntExact(a.dim(-2));
    int k = Math.toIntExact(a.dim(-1));
    int n = Math.toIntExact(b.dim(-1));
    int as = Math.toIntExact(a.stride(-1));
    int am = Math.toIntExact(a.stride(-2));
    int bs = Math.toIntExact(b.stride(-2));
    if (n == 0) {
      // The matrices of a stack would start behind the end of an array of nothing.
      return;
    }
    int os = Math.toIntExact(out.stride(-2));
    // The rows of out are independent; each is Σₖ a[i, k]·b[k, …], added in the order of k.
    each(
        out,
        a,
        b,
        (o, i, j) ->
            workers.run(
                m,
                (index, _) -> {
                  int to = o + index * os;
                  int from = i + index * am;
                  switch (out.dtype()) {
                    case FLOAT32 ->
                        row(out.floats(), to, a.floats(), from, as, b.floats(), j, bs, k, n);
                    case FLOAT64 ->
                        row(out.doubles(), to, a.doubles(), from, as, b.doubles(), j, bs, k, n);
                    case INT32 -> row(out.ints(), to, a.ints(), from, as, b.ints(), j, bs, k, n);
                    case INT64 -> row(out.longs(), to, a.longs(), from, as, b.longs(), j, bs, k, n);
                    default -> throw new AssertionError(out);
                  }
                }));
  }

  private static void row(
      float[] out, int o, float[] a, int i, int is, float[] b, int j, int js, int k, int n) {
    Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      float factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }

  private static void row(
      double[] out, int o, double[] a, int i, int is, double[] b, int j, int js, int k, int n) {
    Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      double factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }

  private static void row(
      int[] out, int o, int[] a, int i, int is, int[] b, int j, int js, int k, int n) {
    Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      int factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }

  private static void row(
      long[] out, int o, long[] a, int i, int is, long[] b, int j, int js, int k, int n) {
    Arrays.fill(out, o, o + n, 0);
    for (int l = 0; l < k; l++) {
      long factor = a[i + l * is];
      int from = j + l * js;
      for (int c = 0; c < n; c++) {
        out[o + c] += factor * b[from + c];
      }
    }
  }
}

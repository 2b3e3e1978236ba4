package io.gradus.vector;

import io.gradus.tensor.kernel.BinaryLoop;
import org.jspecify.annotations.Nullable;

/// A loop of two operands with a vector form for `float` and the plain form for the rest. The
/// functions here are exactly rounded, so that both forms give the same bits.
///
/// @param vector the form for operands side by side, or one element for all
/// @param plain the form for the rest
record FloatPairLoop(Row vector, BinaryLoop plain) implements BinaryLoop {
  /// Shorter rows take the plain form. It is as fast there, and the vector form would be slow for
  /// thousands of calls: until C2 has compiled it every vector is an object.
  static final int SHORT = 256;

  /// A row of whole vectors; `is` and `js` are 1, or 0 for one element for all.
  interface Row {
    void run(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n);

    /// {@return the function that each two vectors go through, if the row is made from one}
    default VectorBinary.@Nullable Function function() {
      return null;
    }
  }

  @Override
  public void row(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n) {
    int whole = (is | js) == 1 && n >= SHORT ? Lanes.FLOATS.loopBound(n) : 0;
    if (whole > 0) {
      vector.run(out, o, x, i, is, y, j, js, whole);
    }
    if (whole < n) {
      int left = n - whole;
      plain.row(out, o + whole, x, i + whole * is, is, y, j + whole * js, js, left);
    }
  }

  @Override
  public void row(
      double[] out, int o, double[] x, int i, int is, double[] y, int j, int js, int n) {
    plain.row(out, o, x, i, is, y, j, js, n);
  }

  @Override
  public void row(int[] out, int o, int[] x, int i, int is, int[] y, int j, int js, int n) {
    plain.row(out, o, x, i, is, y, j, js, n);
  }

  @Override
  public void row(long[] out, int o, long[] x, int i, int is, long[] y, int j, int js, int n) {
    plain.row(out, o, x, i, is, y, j, js, n);
  }
}

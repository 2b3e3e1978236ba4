package io.gradus.vector;

import io.gradus.tensor.kernel.BinaryLoop;
import org.jspecify.annotations.Nullable;

/// A loop of two operands with a vector form for `float` and the plain form for the rest. The
/// functions here are exactly rounded, so that both forms give the same bits.
///
/// @param vector the form for operands side by side, or one element for all
/// @param plain the form for the rest
record FloatPairLoop(Row vector, BinaryLoop plain) implements BinaryLoop {
  /// A row; `is` and `js` are 1, or 0 for one element for all.
  interface Row {
    void run(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n);

    /// {@return the function that each two vectors go through, if the row is made from one}
    default VectorBinary.@Nullable Function function() {
      return null;
    }
  }

  @Override
  public void row(float[] out, int o, float[] x, int i, int is, float[] y, int j, int js, int n) {
    if ((is | js) == 1) {
      vector.run(out, o, x, i, is, y, j, js, n);
    } else {
      plain.row(out, o, x, i, is, y, j, js, n);
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

package io.gradus.vector;

import io.gradus.tensor.kernel.UnaryLoop;
import org.jspecify.annotations.Nullable;

/// A loop with a vector form for `float` and the plain form for the other types.
///
/// @param vector the form for elements that lie side by side
/// @param plain the form for the other types
/// @param exact whether both forms give the same bits; short rows then take the plain one, see
///   [FloatPairLoop#SHORT]
record FloatLoop(Row vector, UnaryLoop plain, boolean exact) implements UnaryLoop {
  /// A row of elements that lie side by side; result and operand may be the same.
  interface Row {
    void run(float[] out, int o, float[] x, int i, int n);

    /// {@return the function that each vector goes through, if the row is made from one}
    default VectorUnary.@Nullable Function function() {
      return null;
    }
  }

  @Override
  public void row(float[] out, int o, float[] x, int i, int step, int n) {
    if (exact && n < FloatPairLoop.SHORT) {
      plain.row(out, o, x, i, step, n);
      return;
    }
    if (step == 1) {
      vector.run(out, o, x, i, n);
      return;
    }
    // Gathered first, so that the bits are those of elements side by side.
    for (int k = 0; k < n; k++) {
      out[o + k] = x[i + k * step];
    }
    vector.run(out, o, out, o, n);
  }

  @Override
  public void row(double[] out, int o, double[] x, int i, int step, int n) {
    plain.row(out, o, x, i, step, n);
  }

  @Override
  public void row(int[] out, int o, int[] x, int i, int step, int n) {
    plain.row(out, o, x, i, step, n);
  }

  @Override
  public void row(long[] out, int o, long[] x, int i, int step, int n) {
    plain.row(out, o, x, i, step, n);
  }
}

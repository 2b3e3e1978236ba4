package io.gradus.vector;

import io.gradus.tensor.kernel.Scratch;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Rows that lie side by side brought to mean 0 and variance 1, and the gradient of that, with the
/// bits of the plain loops: a row stays in the first-level cache from its mean to its last product.
final class VectorStandardization {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int GRAIN = 16 * 1024;

  private VectorStandardization() {}

  /// Writes `(x − mean)/√(variance + epsilon)` for dense views.
  static void run(Workers workers, Strided out, Strided x, float epsilon) {
    int n = Math.toIntExact(x.dim(-1));
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(out.offset());
    eachRow(
        workers,
        out,
        (row, scratch) -> {
          float[] terms = scratch.floats(0, n);
          int at = row * n;
          float[] lanes = scratch.floats(1, VectorSums.WORK);
          standardize(out.floats(), to + at, x.floats(), from + at, n, epsilon, terms, lanes);
        });
  }

  /// Writes the gradient for dense views.
  static void gradient(Workers workers, Strided out, Strided x, Strided g, float epsilon) {
    int n = Math.toIntExact(x.dim(-1));
    int from = Math.toIntExact(x.offset());
    int arriving = Math.toIntExact(g.offset());
    int to = Math.toIntExact(out.offset());
    eachRow(
        workers,
        out,
        (row, scratch) -> {
          float[] o = out.floats();
          float[] terms = scratch.floats(0, n);
          int at = row * n;
          float[] lanes = scratch.floats(1, VectorSums.WORK);
          float factor = standardize(o, to + at, x.floats(), from + at, n, epsilon, terms, lanes);
          pull(o, to + at, g.floats(), arriving + at, n, factor, terms, lanes);
        });
  }

  private interface Row {
    void run(int row, Scratch scratch);
  }

  private static void eachRow(Workers workers, Strided out, Row action) {
    int n = Math.toIntExact(out.dim(-1));
    int rows = Math.toIntExact(out.size() / n);
    int perBlock = Math.max(1, GRAIN / n);
    workers.run(
        Math.ceilDiv(rows, perBlock),
        (block, scratch) -> {
          int last = Math.min(rows, (block + 1) * perBlock);
          for (int row = block * perBlock; row < last; row++) {
            action.run(row, scratch);
          }
        });
  }

  private static float standardize(
      float[] out, int o, float[] x, int i, int n, float epsilon, float[] squares, float[] lanes) {
    center(out, o, x, i, n, VectorSums.sum(x, i, n, lanes) / n, squares);
    float factor = 1 / (float) Math.sqrt(VectorSums.sum(squares, 0, n, lanes) / n + epsilon);
    VectorSoftmax.scale(out, o, n, factor);
    return factor;
  }

  /// Writes `x − mean` and its squares.
  private static void center(
      float[] out, int o, float[] x, int i, int n, float mean, float[] squares) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      FloatVector centered = FloatVector.fromArray(F, x, i + k).sub(mean);
      centered.intoArray(out, o + k);
      centered.mul(centered).intoArray(squares, k);
    }
    for (int k = whole; k < n; k++) {
      float centered = x[i + k] - mean;
      out[o + k] = centered;
      squares[k] = centered * centered;
    }
  }

  /// Turns a standardized row into the gradient.
  private static void pull(
      float[] y, int o, float[] g, int i, int n, float factor, float[] products, float[] lanes) {
    multiply(products, g, i, y, o, n);
    float mean = VectorSums.sum(g, i, n, lanes) / n;
    float slope = VectorSums.sum(products, 0, n, lanes) / n;
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      FloatVector lost = FloatVector.fromArray(F, y, o + k).mul(slope);
      FloatVector.fromArray(F, g, i + k).sub(mean).sub(lost).mul(factor).intoArray(y, o + k);
    }
    for (int k = whole; k < n; k++) {
      y[o + k] = (g[i + k] - mean - y[o + k] * slope) * factor;
    }
  }

  private static void multiply(float[] out, float[] x, int i, float[] y, int j, int n) {
    int whole = F.loopBound(n);
    for (int k = 0; k < whole; k += Lanes.COUNT) {
      FloatVector v = FloatVector.fromArray(F, x, i + k);
      v.mul(FloatVector.fromArray(F, y, j + k)).intoArray(out, k);
    }
    for (int k = whole; k < n; k++) {
      out[k] = x[i + k] * y[j + k];
    }
  }
}

package io.gradus.vector;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.ScalarKernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.UnaryFunction;
import io.gradus.tensor.kernel.UnaryLoop;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;

/// The kernels that pay on the Vector API; the others are the plain ones, whose simple loops the
/// compiler vectorizes itself.
final class VectorKernels extends ScalarKernels {
  private final Gemm gemm;

  /// Kernels whose loops the given workers share.
  VectorKernels(Workers workers) {
    super(workers);
    this.gemm = new Gemm(workers);
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String description() {
    return "vector, " + Lanes.BITS + " bits";
  }

  @Override
  protected UnaryLoop loop(UnaryFunction f) {
    UnaryLoop plain = super.loop(f);
    return switch (f) {
      case Elementwise.Exp _ -> new FloatLoop(VectorExp::run, plain);
      case Elementwise.Log _ -> new FloatLoop(VectorLog::run, plain);
      default -> plain;
    };
  }

  @Override
  public void matmul(Strided out, Strided a, Strided b) {
    if (out.dtype() != DType.FLOAT32) {
      super.matmul(out, a, b);
      return;
    }
    int m = Math.toIntExact(a.dim(-2));
    int k = Math.toIntExact(a.dim(-1));
    int n = Math.toIntExact(b.dim(-1));
    int aRow = Math.toIntExact(a.stride(-2));
    int aColumn = Math.toIntExact(a.stride(-1));
    int bRow = Math.toIntExact(b.stride(-2));
    int bColumn = Math.toIntExact(b.stride(-1));
    eachMatrix(
        out,
        a,
        b,
        (o, i, j) ->
            gemm.multiply(
                m, n, k, a.floats(), i, aRow, aColumn, b.floats(), j, bRow, bColumn, out.floats(), o, n));
  }

  @Override
  public void reduce(Reduction reduction, Strided out, Strided x, int axes) {
    if (reduction == Reduction.SUM && out.dtype() == DType.FLOAT32) {
      Strided rows = asRows(x, axes);
      if (rows.stride(-1) == 1) {
        VectorSums.rows(this, out, rows);
        return;
      }
      if (VectorSums.areColumns(out, rows)) {
        VectorSums.columns(workers(), out, rows);
        return;
      }
    }
    super.reduce(reduction, out, x, axes);
  }

  @Override
  public void softmax(Strided out, Strided x, boolean logarithm) {
    boolean rows = out.dtype() == DType.FLOAT32 && out.size() > 0;
    if (!rows) {
      super.softmax(out, x, logarithm);
      return;
    }
    VectorSoftmax.run(workers(), out, dense(x), logarithm);
  }

  /// {@return the sum over elements that lie side by side, see [VectorSums]}
  void eachSum(Strided out, Strided rows) {
    float[] o = out.floats();
    float[] v = rows.floats();
    int n = Math.toIntExact(rows.dim(-1));
    eachRow(out, rows, (to, from) -> o[to] = VectorSums.sum(v, from, n));
  }
}

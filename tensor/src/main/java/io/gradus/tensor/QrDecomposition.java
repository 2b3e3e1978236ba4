package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.QrFactorization;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// `A = Q·R`. For `A` with no more columns than rows, `dA = (dQ + Q·C)·R⁻ᵀ`, where `C` is the lower
/// triangle of `M = R·dRᵀ − dQᵀ·Q` on both sides of the diagonal (Seeger et al.,
/// *Auto-differentiating linear algebra*, 2017); else the columns `A₂` beyond the square `A₁` have
/// `dA₂ = Q·dR₂`, and `dQ` counts `A₂·dR₂ᵀ` too (Roberts and Roberts, *QR and LQ decomposition
/// matrix backpropagation algorithms*, 2020). The columns `Q₂` that complete a `Q₁` add
/// `−Q₂·dQ₂ᵀ·Q₁·R⁻ᵀ`.
///
/// @param complete whether `Q` is square
public record QrDecomposition(boolean complete) implements Op {
  @Override
  public String name() {
    return "qr";
  }

  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    MatrixOperands.checkMatrix(name(), x);
    long[] dims = x.shape().dims();
    long inner = complete ? dims[dims.length - 2] : MatrixOperands.least(x);
    return List.of(
        x.withShape(x.shape().withDim(-1, inner)), x.withShape(x.shape().withDim(-2, inner)));
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    int inner = MatrixOperands.columns(outputs.getFirst());
    Batch.run(
        kernels,
        outputs,
        inputs,
        2,
        (_, in) -> {
          QrFactorization qr =
              new QrFactorization(in[0], MatrixOperands.rows(x), MatrixOperands.columns(x));
          return new double[][] {qr.q(inner), qr.r(inner)};
        });
  }

  @Override
  public boolean readsInput(int input) {
    return true;
  }

  @Override
  public boolean readsOutput(int output) {
    return true;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    Shape shape = at.inputType(0).shape();
    long m = shape.dim(-2);
    long n = shape.dim(-1);
    Tensor q = at.output(0);
    Tensor r = at.output(1);
    Tensor dq = at.gradient(0);
    Tensor dr = at.gradient(1);
    if (m < n) {
      Tensor dr2 = MatrixOperands.columns(dr, m, n);
      Tensor all =
          dq.add(MatrixOperands.columns(at.input(0), m, n).matmul(MatrixOperands.transposed(dr2)));
      Tensor first =
          tall(q, MatrixOperands.columns(r, 0, m), all, MatrixOperands.columns(dr, 0, m));
      return Tensor.concat(-1, first, q.matmul(dr2));
    }
    if (!complete || m == n) {
      return tall(q, r, dq, dr);
    }
    Tensor q1 = MatrixOperands.columns(q, 0, n);
    Tensor q2 = MatrixOperands.columns(q, n, m);
    Tensor r1 = MatrixOperands.rows(r, 0, n);
    Tensor beyond =
        q2.matmul(MatrixOperands.transposed(MatrixOperands.columns(dq, n, m)).matmul(q1));
    Tensor given = MatrixOperands.columns(dq, 0, n).sub(beyond);
    return tall(q1, r1, given, MatrixOperands.rows(dr, 0, n));
  }

  private static Tensor tall(Tensor q, Tensor r, Tensor dq, Tensor dr) {
    Tensor m = r.matmul(MatrixOperands.transposed(dr)).sub(MatrixOperands.transposed(dq).matmul(q));
    Tensor both = m.tril().add(MatrixOperands.transposed(m.tril(-1)));
    // X·R⁻ᵀ = (R⁻¹·Xᵀ)ᵀ
    return MatrixOperands.transposed(
        r.solveTriangular(MatrixOperands.transposed(dq.add(q.matmul(both))), false));
  }
}

package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.RealEigen;
import io.gradus.tensor.type.TensorType;
import java.util.BitSet;
import java.util.List;

/// `A = V·diag(w)·V⁻¹`. With `F` as of [SymmetricEigenvalues], `dA = V⁻ᵀ·(diag(dw) + F∘(X − Vᵀ·V·
/// diag(X)))·Vᵀ` and `X = Vᵀ·dV` (Giles 2008; the second term because vectors keep their length).
public record Eigenvalues() implements Op {
  @Override
  public String name() {
    return "eig";
  }

  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    return MatrixOperands.eigenTypes(name(), inputs.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    BitSet wrong = new BitSet();
    BitSet complex = new BitSet();
    Batch.run(
        kernels,
        outputs,
        inputs,
        2,
        (item, in) -> {
          RealEigen eigen = new RealEigen(in[0], MatrixOperands.rows(x));
          if (!eigen.isConverged()) {
            MatrixOperands.mark(wrong, item);
          } else if (!eigen.isReal()) {
            MatrixOperands.mark(complex, item);
          }
          return new double[][] {eigen.values(), eigen.vectors()};
        });
    MatrixOperands.refuse("eig: the elements must be finite", wrong, x);
    MatrixOperands.refuse("eig: the eigenvalues must be real", complex, x);
  }

  @Override
  public boolean readsOutput(int output) {
    return true;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    Tensor v = at.output(1);
    Tensor up = MatrixOperands.transposed(v);
    Tensor dw = at.gradient(0);
    Tensor inner = dw.expandDims(-1).mul(up);
    if (at.reaches(1)) {
      Tensor x = up.matmul(at.gradient(1));
      Tensor kept = up.matmul(v).mul(x.diagonal().expandDims(-2));
      inner = inner.add(x.sub(kept).mul(MatrixOperands.gaps(at.output(0))).matmul(up));
    }
    return up.solve(inner);
  }
}

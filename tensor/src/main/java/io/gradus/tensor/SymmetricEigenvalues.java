package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.SymmetricEigen;
import io.gradus.tensor.type.TensorType;
import java.util.BitSet;
import java.util.List;

/// `A = V·diag(w)·Vᵀ` for symmetric `A`. With `F` = `1/(wⱼ − wᵢ)` off the diagonal, `dA` is the
/// symmetric part of `V·(diag(dw) + F∘(Vᵀ·dV))·Vᵀ` (Giles, *An extended collection of matrix
/// derivative results*, 2008).
public record SymmetricEigenvalues() implements Op {
  @Override
  public String name() {
    return "eigh";
  }

  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    return MatrixOperands.eigenTypes(name(), inputs.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    BitSet wrong = new BitSet();
    Batch.run(
        kernels,
        outputs,
        inputs,
        2,
        (item, in) -> {
          SymmetricEigen eigen = new SymmetricEigen(in[0], MatrixOperands.rows(x));
          if (!eigen.isConverged()) {
            MatrixOperands.mark(wrong, item);
          }
          return new double[][] {eigen.values(), eigen.vectors()};
        });
    MatrixOperands.refuse("eigh: the elements must be finite", wrong, x);
  }

  @Override
  public boolean readsOutput(int output) {
    return true;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    Tensor v = at.output(1);
    Tensor up = MatrixOperands.transposed(v);
    Tensor inner = at.gradient(0).expandDims(-1).mul(up);
    if (at.reaches(1)) {
      Tensor turned = up.matmul(at.gradient(1)).mul(MatrixOperands.gaps(at.output(0)));
      inner = inner.add(turned.matmul(up));
    }
    Tensor all = v.matmul(inner);
    return all.add(MatrixOperands.transposed(all)).mul(0.5);
  }
}

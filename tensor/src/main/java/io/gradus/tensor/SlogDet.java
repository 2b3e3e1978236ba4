package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.LuFactorization;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// The sign of the determinant and the logarithm of its size. `dA = g·A⁻ᵀ` for the logarithm's `g`.
public record SlogDet() implements Op {
  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    MatrixOperands.checkSquare(name(), x);
    TensorType one = x.withShape(x.shape().slice(0, x.shape().rank() - 2));
    return List.of(one, one);
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    int n = MatrixOperands.columns(inputs.getFirst());
    Batch.run(
        kernels,
        outputs,
        inputs,
        2,
        (_, in) -> {
          LuFactorization lu = new LuFactorization(in[0], n, n);
          double sign = lu.sign();
          double logarithm = 0;
          for (int i = 0; i < n; i++) {
            double pivot = lu.factors()[i * n + i];
            sign *= Math.signum(pivot);
            logarithm += StrictMath.log(Math.abs(pivot));
          }
          // Not −0.
          return new double[][] {{sign + 0.0}, {logarithm}};
        });
  }

  @Override
  public boolean readsInput(int input) {
    return true;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    Tensor g = at.gradient(1).expandDims(-1).expandDims(-1);
    return MatrixOperands.transposed(
            new LinearAlgebra.Solve("slogDetGradient").inverse(at.input(0)))
        .mul(g);
  }
}

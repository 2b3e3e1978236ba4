package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.LuFactorization;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// `P·A = L·U`, the exchanges of rows and the order of rows that they give. With unit lower
/// triangular `L₁` and upper triangular `U₁`, both square, and what is below the one and right of
/// the other: `dA₂ = L₁⁻ᵀ·dU₂`, `dL₂` and `dU₂` count in `dU₁` and `dL₁`, and `dA₁ =
/// L₁⁻ᵀ·(tril(L₁ᵀ· dL₁, −1) + triu(dU₁·U₁ᵀ))·U₁⁻ᵀ`, rows exchanged back (de Hoog, Anderssen and
/// Lukas, *Differentiation of matrix functionals using triangular factorization*, 2011).
public record LuDecomposition() implements Op {
  @Override
  public String name() {
    return "luFactor";
  }

  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    MatrixOperands.checkMatrix(name(), x);
    int rank = x.shape().rank();
    Shape outer = x.shape().slice(0, rank - 2);
    Shape order = outer.concat(x.shape().slice(rank - 2, rank - 1));
    return List.of(
        x,
        new TensorType(DType.INT32, outer.concat(Shape.of(MatrixOperands.least(x)))),
        new TensorType(DType.INT32, order));
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    Batch.run(
        kernels,
        outputs,
        inputs,
        2,
        (_, in) -> {
          LuFactorization lu =
              new LuFactorization(in[0], MatrixOperands.rows(x), MatrixOperands.columns(x));
          return new double[][] {lu.factors(), doubles(lu.pivots()), doubles(lu.order())};
        });
  }

  private static double[] doubles(int[] numbers) {
    double[] values = new double[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i];
    }
    return values;
  }

  @Override
  public boolean readsOutput(int output) {
    return output != 1;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    Tensor factors = at.output(0);
    Tensor g = at.gradient(0);
    long m = factors.dim(-2);
    long n = factors.dim(-1);
    long k = Math.min(m, n);
    Tensor square = MatrixOperands.columns(MatrixOperands.rows(factors, 0, k), 0, k);
    Tensor given = MatrixOperands.columns(MatrixOperands.rows(g, 0, k), 0, k);
    Tensor identity = Apply.beside(square, () -> Tensor.eye(k, k, 0, square.dtype()));
    Tensor lower = square.tril(-1).add(identity);
    Tensor upper = square.triu();
    Tensor ofLower = given.tril(-1);
    Tensor ofUpper = given.triu();
    Tensor result;
    if (m < n) {
      Tensor right =
          MatrixOperands.transposed(lower).solveTriangular(MatrixOperands.columns(g, k, n), false);
      ofLower =
          ofLower.sub(
              right.matmul(MatrixOperands.transposed(MatrixOperands.columns(factors, k, n))));
      result = Tensor.concat(-1, square(lower, upper, ofLower, ofUpper), right);
    } else if (m > n) {
      // X·U⁻ᵀ = (U⁻¹·Xᵀ)ᵀ
      Tensor below =
          MatrixOperands.transposed(
              upper.solveTriangular(
                  MatrixOperands.transposed(MatrixOperands.rows(g, k, m)), false));
      ofUpper =
          ofUpper.sub(MatrixOperands.transposed(MatrixOperands.rows(factors, k, m)).matmul(below));
      result = Tensor.concat(-2, square(lower, upper, ofLower, ofUpper), below);
    } else {
      result = square(lower, upper, ofLower, ofUpper);
    }
    Tensor back = at.output(2).argSort(-1).expandDims(-1).broadcastTo(result.shape());
    return result.takeAlongAxis(back, -2);
  }

  private static Tensor square(Tensor l, Tensor u, Tensor dl, Tensor du) {
    Tensor below = MatrixOperands.transposed(l).matmul(dl).tril(-1);
    Tensor above = du.matmul(MatrixOperands.transposed(u)).triu();
    Tensor left = MatrixOperands.transposed(l).solveTriangular(below.add(above), false);
    return MatrixOperands.transposed(u.solveTriangular(MatrixOperands.transposed(left), false));
  }
}

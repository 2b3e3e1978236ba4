package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.Svd;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.BitSet;
import java.util.List;

/// `A = U·diag(s)·Vᵀ`. With `F` = `1/(sⱼ² − sᵢ²)` off the diagonal, `dA = U·((F∘(X − Xᵀ))·diag(s) +
/// diag(s)·(F∘(Y − Yᵀ)) + diag(ds))·Vᵀ`, where `X = Uᵀ·dU` and `Y = Vᵀ·dV`, and for what lies
/// outside of the vectors `(I − U·Uᵀ)·dU·diag(s)⁻¹·Vᵀ` and `U·diag(s)⁻¹· dVᵀ·(I − V·Vᵀ)` (Townsend,
/// *Differentiating the singular value decomposition*, 2016). Vectors `U₂` that complete a `U₁` add
/// `−U₂·dU₂ᵀ·U₁·diag(s)⁻¹·Vᵀ`, and so for `V`.
///
/// @param full whether `U` and `V` are square
public record SingularValues(boolean full) implements Op {
  @Override
  public String name() {
    return "svd";
  }

  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    MatrixOperands.checkMatrix(name(), x);
    long[] dims = x.shape().dims();
    int rank = dims.length;
    long k = MatrixOperands.least(x);
    Shape outer = x.shape().slice(0, rank - 2);
    return List.of(
        x.withShape(x.shape().withDim(-1, full ? dims[rank - 2] : k)),
        x.withShape(outer.concat(Shape.of(k))),
        x.withShape(x.shape().withDim(-2, full ? dims[rank - 1] : k)));
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
          Svd svd = Svd.of(in[0], MatrixOperands.rows(x), MatrixOperands.columns(x), full);
          if (!svd.isConverged()) {
            MatrixOperands.mark(wrong, item);
          }
          return new double[][] {svd.u(), svd.s(), svd.vt()};
        });
    MatrixOperands.refuse("svd: the elements must be finite", wrong, x);
  }

  @Override
  public boolean readsOutput(int output) {
    return true;
  }

  @Override
  public Tensor gradient(int input, Backward at) {
    Tensor s = at.output(1);
    long k = s.dim(-1);
    Tensor u = MatrixOperands.columns(at.output(0), 0, k);
    Tensor vt = MatrixOperands.rows(at.output(2), 0, k);
    Tensor ds = at.gradient(1).expandDims(-1);
    if (!at.reaches(0) && !at.reaches(2)) {
      return u.matmul(ds.mul(vt));
    }
    Tensor row = s.expandDims(-2);
    Tensor column = s.expandDims(-1);
    Tensor gaps = MatrixOperands.gaps(s.square());
    Tensor v = MatrixOperands.transposed(vt);
    Tensor dv = MatrixOperands.transposed(at.gradient(2));
    Tensor x = MatrixOperands.transposed(u).matmul(MatrixOperands.columns(at.gradient(0), 0, k));
    Tensor y = vt.matmul(MatrixOperands.columns(dv, 0, k));
    Tensor identity = Apply.beside(s, () -> Tensor.eye(k, k, 0, s.dtype()));
    Tensor inner =
        x.sub(MatrixOperands.transposed(x))
            .mul(gaps)
            .mul(row)
            .add(y.sub(MatrixOperands.transposed(y)).mul(gaps).mul(column))
            .add(identity.mul(ds));
    Tensor result = u.matmul(inner).matmul(vt);
    if (u.dim(-2) > k) {
      Tensor outside = outside(u, x, at.output(0), at.gradient(0), k);
      result = result.add(outside.div(row).matmul(vt));
    }
    if (v.dim(-2) > k) {
      Tensor outside = outside(v, y, MatrixOperands.transposed(at.output(2)), dv, k);
      result = result.add(u.matmul(MatrixOperands.transposed(outside.div(row))));
    }
    return result;
  }

  // (I − U·Uᵀ)·dU, less what further vectors add.
  private static Tensor outside(Tensor u, Tensor product, Tensor all, Tensor given, long k) {
    Tensor outside = MatrixOperands.columns(given, 0, k).sub(u.matmul(product));
    long width = all.dim(-1);
    return width == k
        ? outside
        : outside.sub(
            MatrixOperands.columns(all, k, width)
                .matmul(
                    MatrixOperands.transposed(MatrixOperands.columns(given, k, width)).matmul(u)));
  }
}

package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.linalg.Svd;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.BitSet;
import java.util.List;

/// The Moore–Penrose inverse `P` of matrices of any shape and rank. `dA = −Pᵀ·G·Pᵀ + (I −
/// A·P)·Gᵀ·P· Pᵀ + Pᵀ·P·Gᵀ·(I − P·A)` as long as the rank stays (Golub and Pereyra, *The
/// differentiation of pseudo-inverses and nonlinear least squares problems whose variables
/// separate*, 1973).
///
/// @param cutoff the share of the largest singular value up to which others count as 0
public record PseudoInverse(double cutoff) implements Op.Single {
  @Override
  public String name() {
    return "pinv";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    MatrixOperands.checkMatrix(name(), x);
    long[] dims = x.shape().dims();
    int rank = dims.length;
    return x.withShape(
        x.shape().slice(0, rank - 2).concat(Shape.of(dims[rank - 1], dims[rank - 2])));
  }

  @Override
  public void run(Kernels kernels, Strided out, List<Strided> inputs) {
    Strided x = inputs.getFirst();
    int rows = MatrixOperands.rows(x);
    int columns = MatrixOperands.columns(x);
    BitSet wrong = new BitSet();
    Batch.run(
        kernels,
        List.of(out),
        inputs,
        2,
        (item, in) -> {
          Svd svd = Svd.of(in[0], rows, columns, false);
          if (!svd.isConverged()) {
            MatrixOperands.mark(wrong, item);
          }
          return new double[][] {inverse(svd, rows, columns)};
        });
    MatrixOperands.refuse("pinv: the elements must be finite", wrong, x);
  }

  // V·diag(1/s)·Uᵀ
  private double[] inverse(Svd svd, int rows, int columns) {
    double[] s = svd.s();
    int k = s.length;
    double[] inverse = new double[columns * rows];
    for (int value = 0; value < k && s[value] > cutoff * s[0]; value++) {
      for (int i = 0; i < columns; i++) {
        double element = svd.vt()[value * columns + i] / s[value];
        for (int j = 0; j < rows; j++) {
          inverse[i * rows + j] += element * svd.u()[j * k + value];
        }
      }
    }
    return inverse;
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
    Tensor a = at.input(0);
    Tensor p = at.output(0);
    Tensor g = at.gradient();
    Tensor up = MatrixOperands.transposed(p);
    Tensor turned = MatrixOperands.transposed(g);
    Tensor left = turned.matmul(p).matmul(up);
    Tensor right = up.matmul(p).matmul(turned);
    return left.sub(a.matmul(p).matmul(left))
        .add(right.sub(right.matmul(p).matmul(a)))
        .sub(up.matmul(g).matmul(up));
  }
}

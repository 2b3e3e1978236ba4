package io.gradus.tensor;

import io.gradus.tensor.type.ShapeException;
import java.util.List;

/// Factors of the matrices in the last two axes: QR, LU, singular values, eigenvalues. Other axes
/// are a batch. All is computed in `float64` and given in the operand's type; integers give
/// `float32`. The signs of vectors, which the mathematics leaves open, are those of LAPACK's
/// routines for small matrices.
public sealed interface Decompositions extends Valued permits Operand {
  /// A QR factorization.
  ///
  /// @param q matrices with orthonormal columns
  /// @param r upper triangular matrices
  record Qr(Tensor q, Tensor r) {}

  /// An LU factorization.
  ///
  /// @param factors `L` below the diagonal, without its own diagonal of ones, and `U`
  /// @param pivots as `int32`, for each step the row, counted from 0, that was exchanged with the
  ///   row of its number
  record Lu(Tensor factors, Tensor pivots) {}

  /// Singular values and vectors.
  ///
  /// @param u the left singular vectors, as columns
  /// @param s the singular values, the largest first
  /// @param vt the right singular vectors, as rows
  record Svd(Tensor u, Tensor s, Tensor vt) {}

  /// Eigenvalues and eigenvectors.
  ///
  /// @param values the eigenvalues, `[…, n]`
  /// @param vectors the eigenvectors, of length 1, as the columns of `[…, n, n]`
  record Eigen(Tensor values, Tensor vectors) {}

  /// {@return `Q` with orthonormal columns and upper triangular `R` whose product is this tensor,
  /// `[…, m, n]`: `[…, m, k]` and `[…, k, n]` with `k = min(m, n)`}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Qr qr() {
    return qr(false);
  }

  /// {@return `Q` and `R` as of [#qr()]; if complete, `Q` is square, `[…, m, m]`, and `R` `[…, m,
  /// n]`}
  ///
  /// The further columns of a complete `Q` are one basis of many, so a function's gradient is right
  /// if it does not depend on which.
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Qr qr(boolean complete) {
    List<Tensor> parts = MatrixOperands.all(new QrDecomposition(complete), value());
    return new Qr(parts.get(0), parts.get(1));
  }

  /// {@return `L` and `U` in one matrix, `[…, m, n]`, whose product is this tensor with its rows
  /// exchanged, and these exchanges, `[…, min(m, n)]`}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Lu luFactor() {
    List<Tensor> parts = MatrixOperands.all(new LuDecomposition(), value());
    return new Lu(parts.get(0), parts.get(1));
  }

  /// {@return the singular value decomposition `U·diag(s)·Vᵀ` of this tensor, `[…, m, n]`, with `k
  /// = min(m, n)` values. If full, `U` and `Vᵀ` are square, else `[…, m, k]` and `[…, k, n]`}
  ///
  /// What full ones have beyond the singular vectors is one basis of many, so a function's gradient
  /// is right if it does not depend on which; nor on the signs of singular vectors. There is none
  /// where singular values are equal.
  ///
  /// @throws ShapeException if there are fewer than two axes
  /// @throws IllegalArgumentException if an element is NaN or infinite
  default Svd svd(boolean full) {
    List<Tensor> parts = MatrixOperands.all(new SingularValues(full), value());
    return new Svd(parts.get(0), parts.get(1), parts.get(2));
  }

  /// {@return the singular values alone, the largest first, `[…, min(m, n)]`}
  ///
  /// @throws ShapeException if there are fewer than two axes
  /// @throws IllegalArgumentException if an element is NaN or infinite
  default Tensor singularValues() {
    return value().svd(false).s();
  }

  /// {@return the eigenvalues, in rising order, and eigenvectors of this symmetric tensor, of which
  /// only the lower triangle is read}
  ///
  /// A function's gradient is right if it does not depend on the signs of the vectors; it is that
  /// for symmetric changes, half on each side of the diagonal. There is none of vectors where
  /// eigenvalues are equal.
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if an element is NaN or infinite
  default Eigen eigh() {
    List<Tensor> parts = MatrixOperands.all(new SymmetricEigenvalues(), value());
    return new Eigen(parts.get(0), parts.get(1));
  }

  /// {@return the eigenvalues and eigenvectors of square matrices whose eigenvalues are all real,
  /// in no particular order}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if an eigenvalue is complex, which tensors do not hold, or an
  ///   element is NaN or infinite
  default Eigen eig() {
    List<Tensor> parts = MatrixOperands.all(new Eigenvalues(), value());
    return new Eigen(parts.get(0), parts.get(1));
  }
}

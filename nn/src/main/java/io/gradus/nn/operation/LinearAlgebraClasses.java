package io.gradus.nn.operation;

/// The classes of `keras.src.ops.linalg`, linear algebra. [OperationClasses] has the form of a row.
final class LinearAlgebraClasses {
  static final String ROWS =
      """
      Cholesky cholesky(upper=False) x
      CholeskyInverse cholesky_inverse(upper=False) x
      Det det() x
      Eig eig() x
      Eigh eigh() x
      Inv inv() x
      LuFactor lu_factor() x
      Norm norm(ord=None, axis=None, keepdims=False) x
      Qr qr(mode='reduced') x
      Solve solve() a, b
      SolveTriangular solve_triangular(lower=False) a, b
      SVD svd(full_matrices=True, compute_uv=True) x
      Lstsq lstsq(rcond=None) a, b
      MatrixRank matrix_rank(tol=None) x
      MatrixPower matrix_power(n) x
      Pinv pinv(rcond=None) x
      """;

  private LinearAlgebraClasses() {}
}

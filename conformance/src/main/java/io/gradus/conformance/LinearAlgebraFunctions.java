package io.gradus.conformance;

/// The functions of `keras.ops.linalg` on square matrices.
final class LinearAlgebraFunctions {
  private LinearAlgebraFunctions() {}

  /// Adds the rows to [Functions].
  static void add() {
    Functions.row("cholesky", "x", a -> a.tensor("x").cholesky());
    Functions.row("det", "x", a -> a.tensor("x").det());
    Functions.row("inv", "x", a -> a.tensor("x").inv());
    Functions.row("solve", "a b", a -> a.tensor("a").solve(a.tensor("b")));
    Functions.row(
        "solve_triangular",
        "a b lower",
        a -> a.tensor("a").solveTriangular(a.tensor("b"), a.truth("lower")));
  }
}

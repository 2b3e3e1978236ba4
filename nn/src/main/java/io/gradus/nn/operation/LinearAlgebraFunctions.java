package io.gradus.nn.operation;

/// The functions of `keras.ops.linalg` on square matrices.
final class LinearAlgebraFunctions {
  private LinearAlgebraFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("cholesky", "x", a -> a.tensor("x").cholesky());
    table.row("det", "x", a -> a.tensor("x").det());
    table.row("inv", "x", a -> a.tensor("x").inv());
    table.row("solve", "a b", a -> a.tensor("a").solve(a.tensor("b")));
    table.row(
        "solve_triangular",
        "a b lower",
        a -> a.tensor("a").solveTriangular(a.tensor("b"), a.truth("lower")));
  }
}

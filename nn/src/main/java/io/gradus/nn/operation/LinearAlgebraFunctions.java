package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import java.util.List;

/// The functions of `keras.ops.linalg`, and determinants' logarithms.
final class LinearAlgebraFunctions {
  private LinearAlgebraFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("cholesky", "x upper", a -> a.tensor("x").cholesky(a.truth("upper")));
    table.row("cholesky_inverse", "x upper", a -> a.tensor("x").choleskyInverse(a.truth("upper")));
    table.row("det", "x", a -> a.tensor("x").det());
    table.row("logdet", "x", a -> a.tensor("x").logDet());
    table.rows(
        "slogdet",
        "x",
        a -> {
          var parts = a.tensor("x").slogDet();
          return List.of(parts.sign(), parts.logarithm());
        });
    table.row("inv", "x", a -> a.tensor("x").inv());
    table.row("solve", "a b", a -> a.tensor("a").solve(a.tensor("b")));
    table.row(
        "solve_triangular",
        "a b lower",
        a -> a.tensor("a").solveTriangular(a.tensor("b"), a.truth("lower")));
    table.row("pinv", "x rcond", LinearAlgebraFunctions::pinv);
    table.row("lstsq", "a b rcond", LinearAlgebraFunctions::lstsq);
    table.row("matrix_rank", "x tol", LinearAlgebraFunctions::matrixRank);
    table.row("matrix_power", "x n", LinearAlgebraFunctions::matrixPower);
    table.rows("qr", "x mode", LinearAlgebraFunctions::qr);
    table.rows("svd", "x full_matrices compute_uv", LinearAlgebraFunctions::svd);
    table.rows(
        "eigh",
        "x",
        a -> {
          var parts = a.tensor("x").eigh();
          return List.of(parts.values(), parts.vectors());
        });
    table.rows(
        "eig",
        "x",
        a -> {
          var parts = a.tensor("x").eig();
          return List.of(parts.values(), parts.vectors());
        });
    table.rows(
        "lu_factor",
        "x",
        a -> {
          var parts = a.tensor("x").luFactor();
          return List.of(parts.factors(), parts.pivots());
        });
  }

  private static Tensor pinv(CallArguments a) {
    Tensor x = a.tensor("x");
    return a.has("rcond") ? x.pinv(a.number("rcond", 0)) : x.pinv();
  }

  private static Tensor lstsq(CallArguments a) {
    Tensor x = a.tensor("a");
    Tensor b = a.tensor("b");
    return a.has("rcond") ? x.lstsq(b, a.number("rcond", 0)) : x.lstsq(b);
  }

  private static Tensor matrixRank(CallArguments a) {
    Tensor x = a.tensor("x");
    return a.has("tol") ? x.matrixRank(a.number("tol", 0)) : x.matrixRank();
  }

  private static Tensor matrixPower(CallArguments a) {
    if (a.get("n") instanceof Integer n) {
      return a.tensor("x").matrixPower(n);
    }
    throw new IllegalArgumentException("matrix_power: n must be an integer; got " + a.get("n"));
  }

  private static List<Tensor> qr(CallArguments a) {
    String mode = a.has("mode") ? a.get("mode").toString() : "reduced";
    if (!mode.equals("reduced") && !mode.equals("complete")) {
      throw new IllegalArgumentException(
          "qr: the mode must be \"reduced\" or \"complete\"; got \"" + mode + "\"");
    }
    var parts = a.tensor("x").qr(mode.equals("complete"));
    return List.of(parts.q(), parts.r());
  }

  private static List<Tensor> svd(CallArguments a) {
    Tensor x = a.tensor("x");
    if (!a.truth("compute_uv", true)) {
      return List.of(x.singularValues());
    }
    var parts = x.svd(a.truth("full_matrices", true));
    return List.of(parts.u(), parts.s(), parts.vt());
  }
}

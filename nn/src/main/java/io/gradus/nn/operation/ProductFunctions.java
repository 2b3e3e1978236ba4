package io.gradus.nn.operation;

import io.gradus.tensor.Overlap;
import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// Products of vectors, matrices and tensors.
final class ProductFunctions {
  private ProductFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("matmul", "x1 x2", a -> a.tensor("x1").matmul(a.tensor("x2")));
    table.row("dot", "x1 x2", a -> a.tensor("x1").dot(a.tensor("x2")));
    table.row("inner", "x1 x2", a -> a.tensor("x1").inner(a.tensor("x2")));
    table.row("outer", "x1 x2", a -> a.tensor("x1").outer(a.tensor("x2")));
    table.row("vdot", "x1 x2", a -> a.tensor("x1").vdot(a.tensor("x2")));
    table.row("cdist", "x y", a -> a.tensor("x").cdist(a.tensor("y")));
    table.row("correlate", "x1 x2 mode", ProductFunctions::correlate);
    table.row("kron", "x1 x2", a -> a.tensor("x1").kron(a.tensor("x2")));
    table.row("cross", "x1 x2 axisa axisb axisc axis", ProductFunctions::cross);
    table.row("tensordot", "x1 x2 axes", ProductFunctions::tensorDot);
    table.row("einsum", "subscripts *operands", ProductFunctions::einsum);
  }

  private static Tensor cross(CallArguments a) {
    int axis = a.integer("axis", -1);
    Tensor x = a.tensor("x1").moveAxis(a.has("axis") ? axis : a.integer("axisa", -1), -1);
    Tensor y = a.tensor("x2").moveAxis(a.has("axis") ? axis : a.integer("axisb", -1), -1);
    Tensor product = x.cross(y);
    boolean vectors = x.dim(-1) == 3 || y.dim(-1) == 3;
    return vectors ? product.moveAxis(-1, a.has("axis") ? axis : a.integer("axisc", -1)) : product;
  }

  private static Tensor correlate(CallArguments a) {
    String mode = a.has("mode") ? (String) a.get("mode") : "valid";
    for (Overlap overlap : Overlap.values()) {
      if (overlap.name().toLowerCase(Locale.ROOT).equals(mode)) {
        return a.tensor("x1").correlate(a.tensor("x2"), overlap);
      }
    }
    throw new IllegalArgumentException("correlate: mode must be valid, same or full; got " + mode);
  }

  private static Tensor tensorDot(CallArguments a) {
    Tensor x = a.tensor("x1");
    Tensor y = a.tensor("x2");
    if (a.has("axes") && a.get("axes") instanceof List<?> pair) {
      return x.tensorDot(y, a.integersOf(pair.get(0)), a.integersOf(pair.get(1)));
    }
    return x.tensorDot(y, a.integer("axes", 2));
  }

  private static Tensor einsum(CallArguments a) {
    return Tensor.einsum((String) a.get("subscripts"), a.tensors("*operands"));
  }
}

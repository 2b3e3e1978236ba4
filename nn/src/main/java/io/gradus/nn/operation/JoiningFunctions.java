package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.List;

/// Joining, repeating and cutting tensors.
final class JoiningFunctions {
  private JoiningFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("concatenate", "xs axis", a -> Tensor.concat(a.integer("axis", 0), a.tensors("xs")));
    table.row("stack", "x axis", a -> Tensor.stack(a.integer("axis", 0), a.tensors("x")));
    table.row("hstack", "xs", a -> beside(a.tensors("xs")));
    table.row("vstack", "xs", a -> under(a.tensors("xs")));
    table.row("dstack", "xs", a -> deep(a.tensors("xs")));
    table.row("column_stack", "xs", a -> columns(a.tensors("xs")));
    table.row("append", "x1 x2 axis", JoiningFunctions::append);
    table.rows("array_split", "x indices_or_sections axis", JoiningFunctions::arraySplit);
    table.rows(
        "hsplit",
        "x indices_or_sections",
        a -> split(a, a.tensor("x"), a.tensor("x").rank() == 1 ? 0 : 1));
    table.rows("vsplit", "x indices_or_sections", a -> split(a, atLeast(2, a), 0));
    table.rows("dsplit", "x indices_or_sections", a -> split(a, atLeast(3, a), 2));
    table.row("repeat", "x repeats axis", JoiningFunctions::repeat);
    table.row("tile", "x repeats", a -> a.tensor("x").tile(a.integers("repeats")));
    table.rows("split", "x indices_or_sections axis", JoiningFunctions::split);
    table.rows("unstack", "x num axis", a -> a.tensor("x").unstack(a.integer("axis", 0)));
    table.rows("meshgrid", "*x indexing", JoiningFunctions::meshGrid);
  }

  private static Tensor beside(Tensor[] parts) {
    Tensor[] vectors =
        Arrays.stream(parts).map(x -> x.rank() == 0 ? x.reshape(1) : x).toArray(Tensor[]::new);
    return Tensor.concat(vectors[0].rank() == 1 ? 0 : 1, vectors);
  }

  private static Tensor under(Tensor[] parts) {
    Tensor[] matrices =
        Arrays.stream(parts).map(x -> x.rank() < 2 ? x.reshape(1, -1) : x).toArray(Tensor[]::new);
    return Tensor.concat(0, matrices);
  }

  private static Tensor repeat(CallArguments a) {
    Tensor x = a.has("axis") ? a.tensor("x") : a.tensor("x").flatten();
    int axis = a.integer("axis", 0);
    int[] counts =
        a.get("repeats") instanceof Tensor tensor ? tensor.toIntArray() : a.integers("repeats");
    return counts.length == 1 ? x.repeat(counts[0], axis) : x.repeat(counts, axis);
  }

  private static Tensor deep(Tensor[] parts) {
    Tensor[] volumes =
        Arrays.stream(parts)
            .map(x -> x.rank() < 2 ? x.reshape(1, -1) : x)
            .map(x -> x.rank() < 3 ? x.expandDims(-1) : x)
            .toArray(Tensor[]::new);
    return Tensor.concat(2, volumes);
  }

  private static Tensor columns(Tensor[] parts) {
    Tensor[] matrices =
        Arrays.stream(parts).map(x -> x.rank() < 2 ? x.reshape(-1, 1) : x).toArray(Tensor[]::new);
    return Tensor.concat(1, matrices);
  }

  private static Tensor append(CallArguments a) {
    return a.has("axis")
        ? Tensor.concat(a.integer("axis"), a.tensor("x1"), a.tensor("x2"))
        : Tensor.concat(0, a.tensor("x1").flatten(), a.tensor("x2").flatten());
  }

  private static List<Tensor> arraySplit(CallArguments a) {
    return a.get("indices_or_sections") instanceof Number
        ? a.tensor("x").arraySplit(a.integer("indices_or_sections"), a.integer("axis", 0))
        : split(a);
  }

  private static Tensor atLeast(int rank, CallArguments a) {
    Tensor x = a.tensor("x");
    if (x.rank() < rank) {
      throw new ShapeException("split: needs at least %d axes; got %s".formatted(rank, x.type()));
    }
    return x;
  }

  private static List<Tensor> split(CallArguments a) {
    return split(a, a.tensor("x"), a.integer("axis", 0));
  }

  private static List<Tensor> split(CallArguments a, Tensor x, int axis) {
    if (a.get("indices_or_sections") instanceof Number) {
      return x.split(a.integer("indices_or_sections"), axis);
    }
    // Keras gives the places of the cuts.
    int[] cuts = a.integers("indices_or_sections");
    long[] lengths = new long[cuts.length + 1];
    long start = 0;
    for (int i = 0; i < lengths.length; i++) {
      long stop = i < cuts.length ? Math.min(cuts[i], x.dim(axis)) : x.dim(axis);
      lengths[i] = stop - start;
      start = stop;
    }
    return x.split(lengths, axis);
  }

  private static List<Tensor> meshGrid(CallArguments a) {
    Tensor[] vectors = a.tensors("*x");
    boolean matrix = a.has("indexing") && a.get("indexing").equals("ij");
    if (matrix || vectors.length < 2) {
      return Tensor.meshGrid(vectors);
    }
    // Keras' standard is "xy": the first two axes change places.
    return Tensor.meshGrid(vectors).stream().map(grid -> grid.swapAxes(0, 1)).toList();
  }
}

package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.ArrayList;
import java.util.List;

/// Running sums, sorting, searching and counting.
final class OrderFunctions {
  @FunctionalInterface
  private interface AlongAxis {
    Tensor apply(Tensor x, int axis);
  }

  private OrderFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("cumsum", "x axis dtype", a -> running(a, Tensor::cumSum));
    table.row("cumprod", "x axis dtype", a -> running(a, Tensor::cumProd));
    table.row("nancumsum", "x axis dtype", a -> running(a, Tensor::nanCumSum));
    table.row("nancumprod", "x axis dtype", a -> running(a, Tensor::nanCumProd));
    // In rising order every element is where a partition must have it.
    table.row("argpartition", "x kth axis", a -> inOrder(a, Tensor::argSort));
    table.rows("histogram", "x bins range", OrderFunctions::histogram);
    table.rows(
        "unravel_index", "indices shape", a -> a.tensor("indices").unravelIndex(a.shape("shape")));
    table.row("sort", "x axis", a -> inOrder(a, Tensor::sort));
    table.row("argsort", "x axis", a -> inOrder(a, Tensor::argSort));
    table.rows("top_k", "x k sorted", OrderFunctions::topK);
    table.row("searchsorted", "sorted_sequence values side", OrderFunctions::searchSorted);
    table.row("digitize", "x bins", a -> a.tensor("bins").searchSorted(a.tensor("x"), true));
    table.row("bincount", "x weights minlength sparse", OrderFunctions::binCount);
    table.rows("unique", "x sorted return_inverse return_counts", OrderFunctions::unique);
    table.row(
        "in_top_k",
        "targets predictions k",
        a -> a.tensor("predictions").inTopK(a.tensor("targets"), a.integer("k")));
  }

  private static Tensor typed(CallArguments a) {
    Tensor x = a.tensor("x");
    return x.cast(a.dtype("dtype", x.dtype()));
  }

  private static Tensor running(CallArguments a, AlongAxis f) {
    Tensor x = typed(a);
    return a.has("axis") ? f.apply(x, a.integer("axis")) : f.apply(x.reshape(-1), 0);
  }

  private static Tensor inOrder(CallArguments a, AlongAxis f) {
    return f.apply(a.tensor("x"), a.integer("axis", -1));
  }

  private static List<Tensor> topK(CallArguments a) {
    var top = a.tensor("x").topK(a.integer("k"));
    return List.of(top.values(), top.indices());
  }

  private static Tensor searchSorted(CallArguments a) {
    boolean right = a.has("side") && a.get("side").equals("right");
    return a.tensor("sorted_sequence").searchSorted(a.tensor("values"), right);
  }

  private static Tensor binCount(CallArguments a) {
    int least = a.integer("minlength", 0);
    Tensor x = a.tensor("x");
    return a.has("weights") ? x.binCount(a.tensor("weights"), least) : x.binCount(least);
  }

  private static List<Tensor> unique(CallArguments a) {
    Tensor x = a.tensor("x");
    Tensor values = x.unique();
    List<Tensor> results = new ArrayList<>(List.of(values));
    Tensor inverse = values.searchSorted(x, false);
    if (a.truth("return_inverse")) {
      results.add(inverse.cast(DType.INT64));
    }
    if (a.truth("return_counts")) {
      results.add(inverse.binCount(0).cast(DType.INT64));
    }
    return results;
  }

  private static List<Tensor> histogram(CallArguments a) {
    Tensor x = a.tensor("x");
    int bins = a.integer("bins", 10);
    if (!a.has("range")) {
      var all = x.histogram(bins);
      return List.of(all.counts(), all.edges());
    }
    double[] range = a.numbers("range");
    var part = x.histogram(bins, range[0], range[1]);
    return List.of(part.counts(), part.edges());
  }
}

package io.gradus.nn.operation;

import io.gradus.tensor.Axes;
import io.gradus.tensor.QuantileMethod;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/// Reductions over axes.
final class ReductionFunctions {
  @FunctionalInterface
  private interface AlongAxis {
    Tensor apply(Tensor x, int axis);
  }

  private ReductionFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("sum", "x axis keepdims", a -> a.tensor("x").sum(a.axes()));
    table.row("mean", "x axis keepdims", a -> a.tensor("x").mean(a.axes()));
    table.row("max", "x axis keepdims initial", ReductionFunctions::max);
    table.row("amax", "x axis keepdims", ReductionFunctions::max);
    table.row("prod", "x axis keepdims dtype", a -> typed(a).prod(a.axes()));
    table.row("min", "x axis keepdims initial", ReductionFunctions::min);
    table.row("amin", "x axis keepdims", ReductionFunctions::min);
    table.row("any", "x axis keepdims", a -> a.tensor("x").any(a.axes()));
    table.row("all", "x axis keepdims", a -> a.tensor("x").all(a.axes()));
    table.row("count_nonzero", "x axis", a -> a.tensor("x").countNonZero(a.axes()));
    table.row("logsumexp", "x axis keepdims", a -> a.tensor("x").logSumExp(a.axes()));
    table.row("argmax", "x axis keepdims", a -> position(a, Tensor::argMax));
    table.row("argmin", "x axis keepdims", a -> position(a, Tensor::argMin));
    table.row("var", "x axis keepdims", a -> a.tensor("x").var(a.axes()));
    table.row("std", "x axis keepdims", a -> a.tensor("x").std(a.axes()));
    table.rows("moments", "x axes keepdims", ReductionFunctions::moments);
    table.row("average", "x axis weights", ReductionFunctions::average);
    table.row("median", "x axis keepdims", a -> a.tensor("x").median(a.axes()));
    table.row("quantile", "x q axis method keepdims", a -> quantiles(a, 1, false));
    table.row("percentile", "x q axis method keepdims", a -> quantiles(a, 100, false));
    table.row("nanquantile", "x q axis method keepdims", a -> quantiles(a, 1, true));
    table.row("nanpercentile", "x q axis method keepdims", a -> quantiles(a, 100, true));
    table.row("ptp", "x axis keepdims", a -> a.tensor("x").ptp(a.axes()));
    table.row("corrcoef", "x", a -> a.tensor("x").corrCoef());
    table.row("nansum", "x axis keepdims", a -> a.tensor("x").nanSum(a.axes()));
    table.row("nanprod", "x axis keepdims", a -> a.tensor("x").nanProd(a.axes()));
    table.row("nanmean", "x axis keepdims", a -> a.tensor("x").nanMean(a.axes()));
    table.row("nanvar", "x axis keepdims", a -> a.tensor("x").nanVar(a.axes()));
    table.row("nanstd", "x axis keepdims", a -> a.tensor("x").nanStd(a.axes()));
    table.row("nanmax", "x axis keepdims", a -> a.tensor("x").nanMax(a.axes()));
    table.row("nanmin", "x axis keepdims", a -> a.tensor("x").nanMin(a.axes()));
    table.row("nanmedian", "x axis keepdims", a -> a.tensor("x").nanMedian(a.axes()));
    table.row("nanargmax", "x axis keepdims", a -> position(a, Tensor::nanArgMax));
    table.row("nanargmin", "x axis keepdims", a -> position(a, Tensor::nanArgMin));
    table.row("norm", "x ord axis keepdims", ReductionFunctions::norm);
  }

  private static Tensor typed(CallArguments a) {
    Tensor x = a.tensor("x");
    return x.cast(a.dtype("dtype", x.dtype()));
  }

  private static Tensor max(CallArguments a) {
    Tensor x = a.tensor("x");
    return a.has("initial") && a.get("initial") instanceof Number initial
        ? x.max(a.axes(), initial.doubleValue())
        : x.max(a.axes());
  }

  private static Tensor min(CallArguments a) {
    Tensor x = a.tensor("x");
    return a.has("initial") && a.get("initial") instanceof Number initial
        ? x.min(a.axes(), initial.doubleValue())
        : x.min(a.axes());
  }

  private static Tensor position(CallArguments a, AlongAxis positions) {
    Tensor x = a.tensor("x");
    if (a.has("axis")) {
      int axis = x.shape().axis("axis", a.integer("axis"));
      Tensor result = positions.apply(x, axis);
      return a.truth("keepdims") ? result.expandDims(axis) : result;
    }
    long[] kept = new long[x.rank()];
    Arrays.fill(kept, 1);
    Tensor result = positions.apply(x.reshape(-1), 0);
    return a.truth("keepdims") ? result.reshape(kept) : result;
  }

  private static List<Tensor> moments(CallArguments a) {
    Axes axes = Axes.of(a.integers("axes"));
    Axes kept = a.truth("keepdims") ? axes.keep() : axes;
    return List.of(a.tensor("x").mean(kept), a.tensor("x").var(kept));
  }

  private static Tensor average(CallArguments a) {
    Tensor x = a.tensor("x");
    return a.has("weights") ? x.average(a.tensor("weights"), a.axes()) : x.mean(a.axes());
  }

  // One for each place, along axes before the others.
  private static Tensor quantiles(CallArguments a, double whole, boolean withoutNan) {
    Tensor x = a.tensor("x");
    String method = a.has("method") ? (String) a.get("method") : "linear";
    QuantileMethod between =
        Arrays.stream(QuantileMethod.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(method))
            .findFirst()
            .orElseThrow(() -> KerasOp.missing("the quantile method " + method));
    DoubleFunction<Tensor> quantile =
        q ->
            withoutNan
                ? x.nanQuantile(q / whole, a.axes(), between)
                : x.quantile(q / whole, a.axes(), between);
    if (a.get("q") instanceof Number q) {
      return quantile.apply(q.doubleValue());
    }
    Shape shape = a.get("q") instanceof Tensor q ? q.shape() : Shape.of(a.numbers("q").length);
    Tensor[] each = Arrays.stream(a.numbers("q")).mapToObj(quantile).toArray(Tensor[]::new);
    Tensor first = each.length == 0 ? quantile.apply(0) : each[0];
    Shape all = shape.concat(first.shape());
    return each.length == 0 ? Tensor.zeros(all, first.dtype()) : Tensor.stack(0, each).reshape(all);
  }

  private static Tensor norm(CallArguments a) {
    Tensor x = a.tensor("x");
    if (!a.has("ord")) {
      return x.norm(a.axes());
    }
    if (a.get("ord") instanceof Number order) {
      return x.norm(order.doubleValue(), a.axes());
    }
    String order = a.get("ord").toString();
    int axes = a.has("axis") ? a.integers("axis").length : x.rank();
    return switch (order) {
      case "inf" -> x.norm(Double.POSITIVE_INFINITY, a.axes());
      case "-inf" -> x.norm(Double.NEGATIVE_INFINITY, a.axes());
      case "fro", "nuc" -> {
        if (axes != 2) {
          throw new ShapeException(
              "norm: order \"%s\" needs two axes; got %s".formatted(order, x.type()));
        }
        yield order.equals("fro") ? x.norm(a.axes()) : x.nuclearNorm(a.axes());
      }
      default ->
          throw new IllegalArgumentException(
              "norm: the order must be a number, \"fro\" or \"nuc\"; got \"" + order + "\"");
    };
  }
}

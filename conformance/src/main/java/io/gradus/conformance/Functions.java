package io.gradus.conformance;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The functions of `keras.ops` that Gradus has, each as a row: Keras' name, the parameters that
/// are there in Keras' order, and what to do with the arguments.
final class Functions {
  private static final Map<String, Row> ROWS = new HashMap<>();

  /// A function.
  ///
  /// @param parameters the names of the parameters
  /// @param body from the arguments to the results
  private record Row(List<String> parameters, Function<Arguments, List<Tensor>> body) {}

  @FunctionalInterface
  private interface WithDouble {
    Tensor apply(Tensor x, double y);
  }

  @FunctionalInterface
  private interface AlongAxis {
    Tensor apply(Tensor x, int axis);
  }

  @FunctionalInterface
  private interface WithLong {
    Tensor apply(Tensor x, long y);
  }

  static {
    // arithmetic and functions of elements
    binary("add", Tensor::add, Tensor::add, Tensor::add);
    binary("subtract", Tensor::sub, Tensor::sub, Tensor::sub);
    binary("multiply", Tensor::mul, Tensor::mul, Tensor::mul);
    binary("divide", Tensor::div, Tensor::div, Tensor::div);
    binary("true_divide", Tensor::div, Tensor::div, Tensor::div);
    unary("negative", Tensor::neg);
    unary("exp", Tensor::exp);
    unary("log", Tensor::log);
    unary("sqrt", Tensor::sqrt);
    unary("square", Tensor::square);
    unary("relu", Tensor::relu);

    // comparison
    binary("equal", Tensor::equal, Tensor::equal, Tensor::equal);
    binary("not_equal", Tensor::notEqual, Tensor::notEqual, Tensor::notEqual);
    binary("less", Tensor::less, Tensor::less, Tensor::less);
    binary("less_equal", Tensor::lessEqual, Tensor::lessEqual, Tensor::lessEqual);
    binary("greater", Tensor::greater, Tensor::greater, Tensor::greater);
    binary("greater_equal", Tensor::greaterEqual, Tensor::greaterEqual, Tensor::greaterEqual);
    row("where", "condition x1 x2", Functions::where);

    // reductions
    row("sum", "x axis keepdims", a -> a.tensor("x").sum(a.axes()));
    row("mean", "x axis keepdims", a -> a.tensor("x").mean(a.axes()));
    row("max", "x axis keepdims", a -> a.tensor("x").max(a.axes()));
    row("amax", "x axis keepdims", a -> a.tensor("x").max(a.axes()));
    row("prod", "x axis keepdims", a -> a.tensor("x").prod(a.axes()));
    row("min", "x axis keepdims", a -> a.tensor("x").min(a.axes()));
    row("amin", "x axis keepdims", a -> a.tensor("x").min(a.axes()));
    row("any", "x axis keepdims", a -> a.tensor("x").any(a.axes()));
    row("all", "x axis keepdims", a -> a.tensor("x").all(a.axes()));
    row("count_nonzero", "x axis", a -> a.tensor("x").countNonZero(a.axes()));
    row("logsumexp", "x axis keepdims", a -> a.tensor("x").logSumExp(a.axes()));
    row("argmax", "x axis keepdims", a -> position(a, Tensor::argMax));
    row("argmin", "x axis keepdims", a -> position(a, Tensor::argMin));
    row("var", "x axis keepdims", a -> a.tensor("x").var(a.axes()));
    row("std", "x axis keepdims", a -> a.tensor("x").std(a.axes()));
    rows("moments", "x axes keepdims", Functions::moments);
    row("average", "x axis weights", Functions::average);
    row("median", "x axis keepdims", a -> a.tensor("x").median(a.axes()));
    row("quantile", "x q axis keepdims", Functions::quantile);
    row("norm", "x ord axis keepdims", Functions::norm);
    row("cumsum", "x axis", a -> running(a, Tensor::cumSum));
    row("cumprod", "x axis", a -> running(a, Tensor::cumProd));
    row("sort", "x axis", a -> inOrder(a, Tensor::sort));
    row("argsort", "x axis", a -> inOrder(a, Tensor::argSort));
    rows("top_k", "x k", Functions::topK);
    row("softmax", "x axis", a -> a.tensor("x").softmax(a.integer("axis", -1)));
    row("log_softmax", "x axis", a -> a.tensor("x").logSoftmax(a.integer("axis", -1)));

    // products
    row("matmul", "x1 x2", a -> a.tensor("x1").matmul(a.tensor("x2")));

    // movement
    row("reshape", "x newshape", a -> a.tensor("x").reshape(a.dims("newshape")));
    row("ravel", "x", a -> a.tensor("x").reshape(-1));
    row("transpose", "x axes", Functions::transpose);
    row(
        "swapaxes",
        "x axis1 axis2",
        a -> a.tensor("x").swapAxes(a.integer("axis1"), a.integer("axis2")));
    row("expand_dims", "x axis", Functions::expandDims);
    row("broadcast_to", "x shape", a -> a.tensor("x").broadcastTo(a.shape("shape")));
    row("cast", "x dtype", a -> a.tensor("x").cast(a.dtype("dtype", DType.FLOAT32)));

    // parts
    row("get_item", "x key", a -> a.tensor("x").get(a.index("key")));
    row("take", "x indices axis", Functions::take);

    // new tensors
    row("zeros", "shape dtype", a -> Tensor.zeros(type(a)));
    row("ones", "shape dtype", a -> Tensor.ones(type(a)));
    row("full", "shape fill_value dtype", Functions::full);
    row("zeros_like", "x dtype", a -> Tensor.zeros(typeLike(a)));
    row("ones_like", "x dtype", a -> Tensor.ones(typeLike(a)));
    row("arange", "start stop step dtype", Functions::arange);
  }

  private Functions() {}

  /// {@return the results of a function}
  ///
  /// @throws MissingFeatureException if there is no such function here or it lacks a parameter
  static List<Tensor> call(String function, Fields call, CaseArrays arrays) {
    Row row = ROWS.get(function);
    if (row == null) {
      throw new MissingFeatureException("op " + function);
    }
    return row.body().apply(new Arguments(function, row.parameters(), call, arrays));
  }

  /// {@return whether the function is here}
  static boolean has(String function) {
    return ROWS.containsKey(function);
  }

  private static void row(String name, String parameters, Function<Arguments, Tensor> body) {
    ROWS.put(name, new Row(List.of(parameters.split(" ")), body.andThen(List::of)));
  }

  private static void rows(String name, String parameters, Function<Arguments, List<Tensor>> body) {
    ROWS.put(name, new Row(List.of(parameters.split(" ")), body));
  }

  private static void unary(String name, UnaryOperator<Tensor> body) {
    row(name, "x", a -> body.apply(a.tensor("x")));
  }

  private static void binary(
      String name,
      BiFunction<Tensor, Tensor, Tensor> tensors,
      WithDouble withDouble,
      WithLong withLong) {
    row(
        name,
        "x1 x2",
        a -> {
          if (!(a.get("x1") instanceof Tensor x)) {
            Tensor y = a.tensor("x2");
            return tensors.apply(a.beside("x1", y), y);
          }
          return switch (a.get("x2")) {
            case Integer number -> withLong.apply(x, number);
            case Number number -> withDouble.apply(x, number.doubleValue());
            default -> tensors.apply(x, a.tensor("x2"));
          };
        });
  }

  private static Tensor where(Arguments a) {
    if (!a.has("x1")) {
      throw new MissingFeatureException("where without values");
    }
    Tensor condition = a.tensor("condition").cast(DType.BOOL);
    if (a.get("x1") instanceof Tensor x && a.get("x2") instanceof Double y) {
      return condition.where(x, y);
    }
    Tensor x = a.get("x1") instanceof Tensor tensor ? tensor : a.beside("x1", a.tensor("x2"));
    return condition.where(x, a.beside("x2", x));
  }

  private static Tensor position(Arguments a, AlongAxis positions) {
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

  private static List<Tensor> moments(Arguments a) {
    Axes axes = Axes.of(a.integers("axes"));
    Axes kept = a.truth("keepdims") ? axes.keep() : axes;
    return List.of(a.tensor("x").mean(kept), a.tensor("x").var(kept));
  }

  private static Tensor average(Arguments a) {
    Tensor x = a.tensor("x");
    return a.has("weights") ? x.average(a.tensor("weights"), a.axes()) : x.mean(a.axes());
  }

  private static Tensor quantile(Arguments a) {
    if (a.get("q") instanceof Number q) {
      return a.tensor("x").quantile(q.doubleValue(), a.axes());
    }
    throw new MissingFeatureException("quantile of several positions");
  }

  private static Tensor norm(Arguments a) {
    Tensor x = a.tensor("x");
    if (!a.has("ord")) {
      return x.norm(a.axes());
    }
    if (a.get("ord") instanceof Number order) {
      return x.norm(order.doubleValue(), a.axes());
    }
    return switch (a.get("ord").toString()) {
      case "inf" -> x.norm(Double.POSITIVE_INFINITY, a.axes());
      case "-inf" -> x.norm(Double.NEGATIVE_INFINITY, a.axes());
      case "fro" -> x.norm(a.axes());
      default -> throw new MissingFeatureException("norm of order " + a.get("ord"));
    };
  }

  private static Tensor running(Arguments a, AlongAxis f) {
    Tensor x = a.tensor("x");
    return a.has("axis") ? f.apply(x, a.integer("axis")) : f.apply(x.reshape(-1), 0);
  }

  private static Tensor inOrder(Arguments a, AlongAxis f) {
    return f.apply(a.tensor("x"), a.integer("axis", -1));
  }

  private static List<Tensor> topK(Arguments a) {
    var top = a.tensor("x").topK(a.integer("k"));
    return List.of(top.values(), top.indices());
  }

  private static Tensor transpose(Arguments a) {
    return a.has("axes") ? a.tensor("x").transpose(a.integers("axes")) : a.tensor("x").transpose();
  }

  private static Tensor expandDims(Arguments a) {
    Tensor x = a.tensor("x");
    int[] axes = a.integers("axis");
    if (axes.length == 1) {
      return x.expandDims(axes[0]);
    }
    // Several axes are counted in the result.
    int rank = x.rank() + axes.length;
    for (int axis : Arrays.stream(axes).map(axis -> Math.floorMod(axis, rank)).sorted().toArray()) {
      x = x.expandDims(axis);
    }
    return x;
  }

  private static Tensor take(Arguments a) {
    Tensor x = a.tensor("x");
    return a.has("axis")
        ? x.gather(a.tensor("indices"), a.integer("axis"))
        : x.reshape(-1).gather(a.tensor("indices"), 0);
  }

  private static Tensor full(Arguments a) {
    if (a.get("fill_value") instanceof Number value) {
      return Tensor.full(type(a), value.doubleValue());
    }
    throw new MissingFeatureException("full of a tensor");
  }

  private static TensorType type(Arguments a) {
    return new TensorType(a.dtype("dtype", DType.FLOAT32), a.shape("shape"));
  }

  private static TensorType typeLike(Arguments a) {
    TensorType type = a.tensor("x").type();
    return type.withDType(a.dtype("dtype", type.dtype()));
  }

  private static Tensor arange(Arguments a) {
    int start = a.has("stop") ? a.integer("start") : 0;
    int stop = a.integer(a.has("stop") ? "stop" : "start");
    int step = a.integer("step", 1);
    Tensor steps = Tensor.arange(Math.max(0, Math.ceilDiv(stop - start, step)));
    return steps.mul(step).add(start).cast(a.dtype("dtype", DType.INT32));
  }
}

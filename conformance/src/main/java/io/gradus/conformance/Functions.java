package io.gradus.conformance;

import io.gradus.nn.activation.Activation;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Index;
import io.gradus.tensor.Padding;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The functions of `keras.ops` that Gradus has, each as a row: Keras' name, the parameters that
/// are there in Keras' order, and what to do with the arguments.
final class Functions {
  private static final Map<String, Row> ROWS = new HashMap<>();

  // What is an activation without settings too.
  private static final List<String> ACTIVATIONS =
      List.of(
          "hard_sigmoid",
          "hard_silu",
          "hard_swish",
          "hard_tanh",
          "log_sigmoid",
          "mish",
          "relu6",
          "selu",
          "sigmoid",
          "silu",
          "softplus",
          "softsign",
          "sparse_plus",
          "sparse_sigmoid",
          "swish",
          "tanh_shrink");

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
    binary("maximum", Tensor::maximum, Tensor::maximum, Tensor::maximum);
    binary("minimum", Tensor::minimum, Tensor::minimum, Tensor::minimum);
    row("clip", "x x_min x_max", Functions::clip);
    unary("abs", Tensor::abs);
    unary("absolute", Tensor::abs);
    unary("sign", Tensor::sign);
    unary("floor", Tensor::floor);
    unary("ceil", Tensor::ceil);
    unary("trunc", Tensor::trunc);
    row("round", "x decimals", a -> a.tensor("x").round(a.integer("decimals", 0)));
    binary("mod", Tensor::mod, Tensor::mod, Tensor::mod);
    binary("floor_divide", Tensor::floorDiv, Tensor::floorDiv, Tensor::floorDiv);
    binary("power", Tensor::pow, Tensor::pow, Tensor::pow);
    row("divide_no_nan", "x1 x2", a -> a.tensor("x1").divNoNan(a.tensor("x2")));
    unary("reciprocal", Tensor::reciprocal);
    unary("rsqrt", Tensor::rsqrt);
    unary("cbrt", Tensor::cbrt);
    unary("exp2", Tensor::exp2);
    unary("expm1", Tensor::expm1);
    unary("log1p", Tensor::log1p);
    unary("log2", Tensor::log2);
    unary("log10", Tensor::log10);
    binary("hypot", Tensor::hypot, Tensor::hypot, (x, y) -> x.hypot((double) y));
    binary("logaddexp", Tensor::logAddExp, Tensor::logAddExp, (x, y) -> x.logAddExp((double) y));
    binary(
        "logaddexp2", Tensor::logAddExp2, Tensor::logAddExp2, (x, y) -> x.logAddExp2((double) y));
    unary("sin", Tensor::sin);
    unary("cos", Tensor::cos);
    unary("tan", Tensor::tan);
    unary("arcsin", Tensor::asin);
    unary("arccos", Tensor::acos);
    unary("arctan", Tensor::atan);
    binary("arctan2", Tensor::atan2, Tensor::atan2, (x, y) -> x.atan2((double) y));
    unary("sinh", Tensor::sinh);
    unary("cosh", Tensor::cosh);
    unary("tanh", Tensor::tanh);
    unary("arcsinh", Tensor::asinh);
    unary("arccosh", Tensor::acosh);
    unary("arctanh", Tensor::atanh);
    unary("sinc", Tensor::sinc);
    unary("deg2rad", Tensor::toRadians);
    unary("rad2deg", Tensor::toDegrees);
    unary("erf", Tensor::erf);
    unary("erfc", Tensor::erfc);
    unary("erfinv", Tensor::erfInv);
    unary("i0", Tensor::i0);

    unary("copy", x -> x);

    // truth values and bits
    row("logical_and", "x1 x2", a -> a.tensor("x1").logicalAnd(a.tensor("x2")));
    row("logical_or", "x1 x2", a -> a.tensor("x1").logicalOr(a.tensor("x2")));
    row("logical_xor", "x1 x2", a -> a.tensor("x1").logicalXor(a.tensor("x2")));
    unary("logical_not", Tensor::logicalNot);
    unary("isnan", Tensor::isNan);
    unary("isinf", Tensor::isInf);
    unary("isfinite", Tensor::isFinite);
    row("isclose", "x1 x2 rtol atol equal_nan", Functions::isClose);
    row("nan_to_num", "x nan posinf neginf", Functions::nanToNum);
    bits("bitwise_and", Tensor::bitwiseAnd, Tensor::bitwiseAnd);
    bits("bitwise_or", Tensor::bitwiseOr, Tensor::bitwiseOr);
    bits("bitwise_xor", Tensor::bitwiseXor, Tensor::bitwiseXor);
    unary("bitwise_not", Tensor::bitwiseNot);
    unary("bitwise_invert", Tensor::bitwiseNot);
    bits("left_shift", Tensor::leftShift, Tensor::leftShift);
    bits("bitwise_left_shift", Tensor::leftShift, Tensor::leftShift);
    bits("right_shift", Tensor::rightShift, Tensor::rightShift);
    bits("bitwise_right_shift", Tensor::rightShift, Tensor::rightShift);

    // activations
    row("relu", "x negative_slope max_value threshold", Functions::relu);
    row("leaky_relu", "x negative_slope", with("negative_slope", 0.2, Activation::leakyRelu));
    row("elu", "x alpha", with("alpha", 1, Activation::elu));
    row("celu", "x alpha", with("alpha", 1, Activation::celu));
    row("squareplus", "x b", with("b", 4, Activation::squareplus));
    row("soft_shrink", "x threshold", with("threshold", 0.5, Activation::softShrink));
    row("hard_shrink", "x threshold", with("threshold", 0.5, Activation::hardShrink));
    row(
        "threshold",
        "x threshold default_value",
        a ->
            Activation.threshold(a.number("threshold", 0), a.number("default_value", 0))
                .apply(a.tensor("x")));
    row(
        "gelu",
        "x approximate",
        a -> Activation.gelu(a.truth("approximate", true)).apply(a.tensor("x")));
    row("glu", "x axis", a -> Activation.glu(a.integer("axis", -1)).apply(a.tensor("x")));
    row(
        "sparsemax",
        "x axis",
        a -> Activation.sparsemax(a.integer("axis", -1)).apply(a.tensor("x")));
    for (String name : ACTIVATIONS) {
      unary(name, Activation.of(name)::apply);
    }

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
    row("max", "x axis keepdims initial", Functions::max);
    row("amax", "x axis keepdims", Functions::max);
    row("prod", "x axis keepdims dtype", a -> typed(a).prod(a.axes()));
    row("min", "x axis keepdims initial", Functions::min);
    row("amin", "x axis keepdims", Functions::min);
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
    row("cumsum", "x axis dtype", a -> running(a, Tensor::cumSum));
    row("cumprod", "x axis dtype", a -> running(a, Tensor::cumProd));
    row("sort", "x axis", a -> inOrder(a, Tensor::sort));
    row("argsort", "x axis", a -> inOrder(a, Tensor::argSort));
    rows("top_k", "x k sorted", Functions::topK);
    row("softmax", "x axis", a -> a.tensor("x").softmax(a.integer("axis", -1)));
    row("log_softmax", "x axis", a -> a.tensor("x").logSoftmax(a.integer("axis", -1)));

    // products
    row("conv", ConvolutionFunctions.CONV, ConvolutionFunctions::conv);
    row("conv_transpose", ConvolutionFunctions.CONV_TRANSPOSE, ConvolutionFunctions::convTranspose);
    row("depthwise_conv", ConvolutionFunctions.CONV, ConvolutionFunctions::depthwiseConv);
    row("separable_conv", ConvolutionFunctions.SEPARABLE_CONV, ConvolutionFunctions::separableConv);
    row("matmul", "x1 x2", a -> a.tensor("x1").matmul(a.tensor("x2")));
    row("dot", "x1 x2", a -> a.tensor("x1").dot(a.tensor("x2")));
    row("inner", "x1 x2", a -> a.tensor("x1").inner(a.tensor("x2")));
    row("outer", "x1 x2", a -> a.tensor("x1").outer(a.tensor("x2")));
    row("vdot", "x1 x2", a -> a.tensor("x1").vdot(a.tensor("x2")));
    row("kron", "x1 x2", a -> a.tensor("x1").kron(a.tensor("x2")));
    row("cross", "x1 x2 axisa axisb axisc axis", Functions::cross);
    row("tensordot", "x1 x2 axes", Functions::tensorDot);
    row("einsum", "subscripts x1 x2 x3 x4", Functions::einsum);
    row(
        "dot_product_attention",
        AttentionFunctions.PARAMETERS,
        AttentionFunctions::dotProductAttention);

    LinearAlgebraFunctions.add();
    NeuralFunctions.add();

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
    row("copy", "x", a -> a.tensor("x"));
    row(
        "squeeze",
        "x axis",
        a -> a.has("axis") ? a.tensor("x").squeeze(a.integers("axis")) : a.tensor("x").squeeze());
    row(
        "moveaxis",
        "x source destination",
        a -> a.tensor("x").moveAxis(a.integers("source"), a.integers("destination")));
    row(
        "flip",
        "x axis",
        a -> a.has("axis") ? a.tensor("x").flip(a.integers("axis")) : a.tensor("x").flip());
    row("rot90", "array k axes", Functions::rotate90);
    row("roll", "x shift axis", Functions::roll);
    row("pad", "x pad_width mode constant_values", Functions::pad);
    row("tril", "x k", a -> a.tensor("x").tril(a.integer("k", 0)));
    row("triu", "x k", a -> a.tensor("x").triu(a.integer("k", 0)));
    row("diag", "x k", a -> a.tensor("x").diag(a.integer("k", 0)));
    row("diagonal", "x offset axis1 axis2", a -> diagonal(a));
    row("trace", "x offset axis1 axis2", a -> diagonal(a).sum(-1));
    row("cast", "x dtype", a -> a.tensor("x").cast(a.dtype("dtype", DType.FLOAT32)));

    // joining and cutting
    row("concatenate", "xs axis", a -> Tensor.concat(a.integer("axis", 0), a.tensors("xs")));
    row("stack", "x axis", a -> Tensor.stack(a.integer("axis", 0), a.tensors("x")));
    row("hstack", "xs", a -> beside(a.tensors("xs")));
    row("vstack", "xs", a -> under(a.tensors("xs")));
    row("repeat", "x repeats axis", Functions::repeat);
    row("tile", "x repeats", a -> a.tensor("x").tile(a.integers("repeats")));
    rows("split", "x indices_or_sections axis", Functions::split);
    rows("unstack", "x num axis", a -> a.tensor("x").unstack(a.integer("axis", 0)));
    rows("meshgrid", "x1 x2 x3 x4 indexing", Functions::meshGrid);

    // parts
    row("get_item", "x key", a -> a.tensor("x").get(a.index("key")));
    row("take", "x indices axis", Functions::take);
    row("take_along_axis", "x indices axis", Functions::takeAlongAxis);
    row(
        "slice",
        "inputs start_indices shape",
        a -> a.tensor("inputs").get(place(a, a.dims("shape"))));
    row(
        "slice_update",
        "inputs start_indices updates",
        a -> {
          Tensor updates = a.tensor("updates");
          Index[] place = place(a, updates.shape().dims());
          return a.tensor("inputs").with(List.of(place), updates);
        });
    row(
        "scatter",
        "indices values shape",
        a -> a.tensor("values").scatter(a.tensor("indices"), a.shape("shape")));
    row("scatter_update", "inputs indices updates reduction", Functions::scatterUpdate);
    row("one_hot", "x num_classes axis dtype sparse", Functions::oneHot);
    row("multi_hot", "inputs num_classes axis dtype sparse", Functions::multiHot);
    rows("nonzero", "x", a -> a.tensor("x").nonZero());
    row("searchsorted", "sorted_sequence values side", Functions::searchSorted);
    row("digitize", "x bins", a -> a.tensor("bins").searchSorted(a.tensor("x"), true));
    row("bincount", "x weights minlength sparse", Functions::binCount);
    rows("unique", "x sorted return_inverse return_counts", Functions::unique);

    // new tensors
    row("zeros", "shape dtype", a -> Tensor.zeros(type(a)));
    row("ones", "shape dtype", a -> Tensor.ones(type(a)));
    row("full", "shape fill_value dtype", Functions::full);
    row("zeros_like", "x dtype", a -> Tensor.zeros(typeLike(a)));
    row("ones_like", "x dtype", a -> Tensor.ones(typeLike(a)));
    row("arange", "start stop step dtype", Functions::arange);
    row("linspace", "start stop num endpoint retstep dtype axis", Functions::linspace);
    row("eye", "N M k dtype", Functions::eye);
    row("identity", "n dtype", a -> Functions.eye(a.integer("n"), a.integer("n"), 0, a));
    row("full_like", "x fill_value dtype", Functions::fullLike);
  }

  private Functions() {}

  private static Function<Arguments, Tensor> with(
      String setting, double standard, DoubleFunction<Activation> activation) {
    return a -> activation.apply(a.number(setting, standard)).apply(a.tensor("x"));
  }

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

  static void row(String name, String parameters, Function<Arguments, Tensor> body) {
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

  private static void bits(
      String name, BiFunction<Tensor, Tensor, Tensor> tensors, WithLong withLong) {
    row(
        name,
        "x y",
        a ->
            a.get("x") instanceof Tensor x && a.get("y") instanceof Integer number
                ? withLong.apply(x, number)
                : tensors.apply(a.tensor("x"), a.tensor("y")));
  }

  private static Tensor clip(Arguments a) {
    Tensor x = a.tensor("x");
    if (a.get("x_min") instanceof Integer low && a.get("x_max") instanceof Integer high) {
      return x.clip(low, high);
    }
    return x.clip(a.beside("x_min", x), a.beside("x_max", x));
  }

  private static Tensor isClose(Arguments a) {
    return a.tensor("x1")
        .isClose(
            a.tensor("x2"), a.number("rtol", 1e-5), a.number("atol", 1e-8), a.truth("equal_nan"));
  }

  private static Tensor nanToNum(Arguments a) {
    Tensor x = a.tensor("x");
    double largest = x.dtype() == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    return x.nanToNum(
        a.number("nan", 0), a.number("posinf", largest), a.number("neginf", -largest));
  }

  private static Tensor relu(Arguments a) {
    Double most = a.has("max_value") ? a.number("max_value", 0) : null;
    return Activation.relu(a.number("negative_slope", 0), most, a.number("threshold", 0))
        .apply(a.tensor("x"));
  }

  private static Tensor where(Arguments a) {
    if (!a.has("x1")) {
      return Tensor.stack(0, a.tensor("condition").nonZero().toArray(Tensor[]::new));
    }
    Tensor condition = a.tensor("condition").cast(DType.BOOL);
    if (a.get("x1") instanceof Tensor x && a.get("x2") instanceof Double y) {
      return condition.where(x, y);
    }
    Tensor x = a.get("x1") instanceof Tensor tensor ? tensor : a.beside("x1", a.tensor("x2"));
    return condition.where(x, a.beside("x2", x));
  }

  private static Tensor typed(Arguments a) {
    Tensor x = a.tensor("x");
    return x.cast(a.dtype("dtype", x.dtype()));
  }

  private static Tensor max(Arguments a) {
    Tensor x = a.tensor("x");
    return a.has("initial") && a.get("initial") instanceof Number initial
        ? x.max(a.axes(), initial.doubleValue())
        : x.max(a.axes());
  }

  private static Tensor min(Arguments a) {
    Tensor x = a.tensor("x");
    return a.has("initial") && a.get("initial") instanceof Number initial
        ? x.min(a.axes(), initial.doubleValue())
        : x.min(a.axes());
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
      boolean matrix = a.has("axis") ? a.integers("axis").length == 2 : x.rank() == 2;
      if (matrix && Math.abs(order.doubleValue()) == 2) {
        throw new MissingFeatureException("norm by singular values");
      }
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
    Tensor x = typed(a);
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

  private static Tensor cross(Arguments a) {
    int axis = a.integer("axis", -1);
    Tensor x = a.tensor("x1").moveAxis(a.has("axis") ? axis : a.integer("axisa", -1), -1);
    Tensor y = a.tensor("x2").moveAxis(a.has("axis") ? axis : a.integer("axisb", -1), -1);
    Tensor product = x.cross(y);
    boolean vectors = x.dim(-1) == 3 || y.dim(-1) == 3;
    return vectors ? product.moveAxis(-1, a.has("axis") ? axis : a.integer("axisc", -1)) : product;
  }

  private static Tensor tensorDot(Arguments a) {
    Tensor x = a.tensor("x1");
    Tensor y = a.tensor("x2");
    if (a.has("axes") && a.get("axes") instanceof List<?> pair) {
      return x.tensorDot(y, a.integersOf(pair.get(0)), a.integersOf(pair.get(1)));
    }
    return x.tensorDot(y, a.integer("axes", 2));
  }

  private static Tensor einsum(Arguments a) {
    return Tensor.einsum((String) a.get("subscripts"), given(a));
  }

  private static List<Tensor> meshGrid(Arguments a) {
    Tensor[] vectors = given(a);
    boolean matrix = a.has("indexing") && a.get("indexing").equals("ij");
    if (matrix || vectors.length < 2) {
      return Tensor.meshGrid(vectors);
    }
    // Keras' standard is "xy": the first two axes change places.
    return Tensor.meshGrid(vectors).stream().map(grid -> grid.swapAxes(0, 1)).toList();
  }

  private static Tensor[] given(Arguments a) {
    return Stream.of("x1", "x2", "x3", "x4").filter(a::has).map(a::tensor).toArray(Tensor[]::new);
  }

  private static Tensor rotate90(Arguments a) {
    int[] axes = a.has("axes") ? a.integers("axes") : new int[] {0, 1};
    return a.tensor("array").rotate90(a.integer("k", 1), axes[0], axes[1]);
  }

  private static Tensor roll(Arguments a) {
    Tensor x = a.tensor("x");
    int[] shifts = a.integers("shift");
    if (!a.has("axis")) {
      return x.roll(shifts[0]);
    }
    int[] axes = a.integers("axis");
    for (int i = 0; i < axes.length; i++) {
      x = x.roll(shifts[Math.min(i, shifts.length - 1)], axes[i]);
    }
    return x;
  }

  private static Tensor pad(Arguments a) {
    Tensor x = a.tensor("x");
    long[][] widths = new long[x.rank()][];
    List<?> given = a.get("pad_width") instanceof List<?> list ? list : List.of(a.get("pad_width"));
    boolean pairs = given.getFirst() instanceof List<?>;
    for (int axis = 0; axis < widths.length; axis++) {
      Object width = !pairs ? given : given.get(Math.min(axis, given.size() - 1));
      int[] both = a.integersOf(width);
      widths[axis] = new long[] {both[0], both[both.length - 1]};
    }
    String mode = a.has("mode") ? (String) a.get("mode") : "constant";
    if (mode.equals("constant")) {
      double value =
          a.has("constant_values") ? ((Number) a.get("constant_values")).doubleValue() : 0;
      return x.pad(widths, value);
    }
    return x.pad(widths, Padding.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  private static Tensor diagonal(Arguments a) {
    return a.tensor("x")
        .diagonal(a.integer("offset", 0), a.integer("axis1", 0), a.integer("axis2", 1));
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

  private static Tensor repeat(Arguments a) {
    Tensor x = a.has("axis") ? a.tensor("x") : a.tensor("x").flatten();
    int axis = a.integer("axis", 0);
    int[] counts =
        a.get("repeats") instanceof Tensor tensor ? tensor.toIntArray() : a.integers("repeats");
    return counts.length == 1 ? x.repeat(counts[0], axis) : x.repeat(counts, axis);
  }

  private static List<Tensor> split(Arguments a) {
    Tensor x = a.tensor("x");
    int axis = a.integer("axis", 0);
    if (a.get("indices_or_sections") instanceof Integer count) {
      return x.split(count, axis);
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

  private static Tensor takeAlongAxis(Arguments a) {
    return a.has("axis")
        ? a.tensor("x").takeAlongAxis(a.tensor("indices"), a.integer("axis"))
        : a.tensor("x").flatten().takeAlongAxis(a.tensor("indices").flatten(), 0);
  }

  private static Index[] place(Arguments a, long[] lengths) {
    int[] starts =
        a.get("start_indices") instanceof Tensor tensor
            ? tensor.toIntArray()
            : a.integers("start_indices");
    Index[] place = new Index[starts.length];
    for (int axis = 0; axis < place.length; axis++) {
      place[axis] = Index.range(starts[axis], starts[axis] + lengths[axis]);
    }
    return place;
  }

  private static Tensor scatterUpdate(Arguments a) {
    Tensor x = a.tensor("inputs");
    Tensor indices = a.tensor("indices");
    String reduction = a.has("reduction") ? (String) a.get("reduction") : "none";
    return switch (reduction) {
      case "none" -> x.scatterUpdate(indices, a.tensor("updates"));
      case "add" -> x.scatterAdd(indices, a.tensor("updates"));
      default -> throw new MissingFeatureException("scatter_update with " + reduction);
    };
  }

  private static Tensor oneHot(Arguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    return a.tensor("x").oneHot(a.integer("num_classes"), a.integer("axis", -1), dtype);
  }

  private static Tensor multiHot(Arguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Tensor x = a.tensor("inputs");
    // Keras takes the largest along axis 1 of what oneHot gives, axis 0 for a vector.
    Tensor hot = x.oneHot(a.integer("num_classes"), a.integer("axis", -1), dtype);
    return hot.max(x.rank() > 1 ? 1 : 0);
  }

  private static Tensor searchSorted(Arguments a) {
    boolean right = a.has("side") && a.get("side").equals("right");
    return a.tensor("sorted_sequence").searchSorted(a.tensor("values"), right);
  }

  private static Tensor binCount(Arguments a) {
    int least = a.integer("minlength", 0);
    Tensor x = a.tensor("x");
    return a.has("weights") ? x.binCount(a.tensor("weights"), least) : x.binCount(least);
  }

  private static List<Tensor> unique(Arguments a) {
    Tensor x = a.tensor("x");
    Tensor values = x.unique();
    List<Tensor> results = new ArrayList<>(List.of(values));
    Tensor inverse = values.searchSorted(x, false);
    if (a.truth("return_inverse")) {
      results.add(inverse);
    }
    if (a.truth("return_counts")) {
      results.add(inverse.binCount(0));
    }
    return results;
  }

  private static Tensor full(Arguments a) {
    return full(type(a), a);
  }

  private static Tensor fullLike(Arguments a) {
    return full(typeLike(a), a);
  }

  private static Tensor full(TensorType type, Arguments a) {
    return a.get("fill_value") instanceof Number value
        ? Tensor.full(type, value.doubleValue())
        : a.tensor("fill_value").cast(type.dtype()).broadcastTo(type.shape());
  }

  private static TensorType type(Arguments a) {
    return new TensorType(a.dtype("dtype", DType.FLOAT32), a.shape("shape"));
  }

  private static TensorType typeLike(Arguments a) {
    TensorType type = a.tensor("x").type();
    return type.withDType(a.dtype("dtype", type.dtype()));
  }

  private static Tensor arange(Arguments a) {
    Number start = a.has("stop") ? a.number("start") : 0;
    Number stop = a.number(a.has("stop") ? "stop" : "start");
    Number step = a.has("step") ? a.number("step") : 1;
    boolean whole = Stream.of(start, stop, step).allMatch(Integer.class::isInstance);
    DType dtype = a.dtype("dtype", whole ? DType.INT32 : DType.FLOAT32);
    return Tensor.arange(start.doubleValue(), stop.doubleValue(), step.doubleValue(), dtype);
  }

  private static Tensor linspace(Arguments a) {
    boolean plain = a.get("start") instanceof Number && a.get("stop") instanceof Number;
    if (!plain || a.truth("retstep")) {
      throw new MissingFeatureException("linspace of tensors, or with its step");
    }
    return Tensor.linspace(
        a.number("start").doubleValue(),
        a.number("stop").doubleValue(),
        a.integer("num", 50),
        !a.has("endpoint") || a.truth("endpoint"),
        a.dtype("dtype", DType.FLOAT32));
  }

  private static Tensor eye(Arguments a) {
    int rows = a.integer("N");
    return eye(rows, a.integer("M", rows), a.integer("k", 0), a);
  }

  private static Tensor eye(int rows, int columns, int diagonal, Arguments a) {
    return Tensor.eye(rows, columns, diagonal, a.dtype("dtype", DType.FLOAT32));
  }
}

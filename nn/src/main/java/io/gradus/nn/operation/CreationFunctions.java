package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;

/// New tensors.
final class CreationFunctions {
  private CreationFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("zeros", "shape dtype", a -> Tensor.zeros(type(a)));
    table.row("ones", "shape dtype", a -> Tensor.ones(type(a)));
    table.row("full", "shape fill_value dtype", CreationFunctions::full);
    table.row("zeros_like", "x dtype", a -> filled(typeLike(a), 0));
    table.row("ones_like", "x dtype", a -> filled(typeLike(a), 1));
    table.row("arange", "start stop step dtype", CreationFunctions::arange);
    table.rows(
        "linspace", "start stop num endpoint retstep dtype axis", CreationFunctions::linspace);
    table.row("logspace", "start stop num endpoint base dtype axis", CreationFunctions::logspace);
    table.row("geomspace", "start stop num endpoint dtype axis", CreationFunctions::geomspace);
    table.row("empty", "shape dtype", a -> Tensor.zeros(type(a)));
    table.row("empty_like", "x dtype", a -> filled(typeLike(a), 0));
    table.row("tri", "N M k dtype", CreationFunctions::tri);
    table.row("vander", "x N increasing", CreationFunctions::vander);
    table.row("eye", "N M k dtype", CreationFunctions::eye);
    table.row("identity", "n dtype", a -> eye(a.integer("n"), a.integer("n"), 0, a));
    table.row("full_like", "x fill_value dtype", CreationFunctions::fullLike);
  }

  private static Tensor full(CallArguments a) {
    return full(type(a), a);
  }

  private static Tensor full(TensorType type, CallArguments a) {
    return a.get("fill_value") instanceof Number value
        ? Tensor.full(type, value.doubleValue())
        : a.tensor("fill_value").cast(type.dtype()).broadcastTo(type.shape());
  }

  private static Tensor fullLike(CallArguments a) {
    return a.get("fill_value") instanceof Number value
        ? filled(typeLike(a), value.doubleValue())
        : full(typeLike(a), a);
  }

  // A view of one element, which takes no memory however large the operand is.
  private static Tensor filled(TensorType type, double value) {
    return Tensor.scalar(type.dtype(), value).broadcastTo(type.shape());
  }

  private static TensorType type(CallArguments a) {
    return new TensorType(a.dtype("dtype", DType.FLOAT32), a.shape("shape"));
  }

  private static TensorType typeLike(CallArguments a) {
    TensorType type = a.tensor("x").type();
    return type.withDType(a.dtype("dtype", type.dtype()));
  }

  private static Tensor arange(CallArguments a) {
    Number start = a.has("stop") ? a.number("start") : 0;
    Number stop = a.number(a.has("stop") ? "stop" : "start");
    Number step = a.has("step") ? a.number("step") : 1;
    boolean whole = Stream.of(start, stop, step).allMatch(Integer.class::isInstance);
    DType dtype = a.dtype("dtype", whole ? DType.INT32 : DType.FLOAT32);
    return Tensor.arange(start.doubleValue(), stop.doubleValue(), step.doubleValue(), dtype);
  }

  private static List<Tensor> linspace(CallArguments a) {
    int num = a.integer("num", 50);
    boolean endpoint = a.truth("endpoint", true);
    Tensor result;
    if (arePlain(a)) {
      double start = a.number("start").doubleValue();
      double stop = a.number("stop").doubleValue();
      result = Tensor.linspace(start, stop, num, endpoint, a.dtype("dtype", DType.FLOAT32));
    } else {
      Tensor numbers =
          Tensor.linspace(a.tensor("start"), a.tensor("stop"), num, endpoint, a.integer("axis", 0));
      result = typed(a, numbers);
    }
    if (!a.truth("retstep")) {
      return List.of(result);
    }
    Tensor way = a.tensor("stop").sub(a.tensor("start"));
    return List.of(result, way.div(endpoint ? num - 1L : num).cast(result.dtype()));
  }

  private static boolean arePlain(CallArguments a) {
    return a.get("start") instanceof Number && a.get("stop") instanceof Number;
  }

  // Integers are rounded down, as NumPy does.
  private static Tensor typed(CallArguments a, Tensor numbers) {
    DType dtype = a.dtype("dtype", numbers.dtype());
    return dtype.isInteger() ? numbers.floor().cast(dtype) : numbers.cast(dtype);
  }

  private static Tensor logspace(CallArguments a) {
    int num = a.integer("num", 50);
    boolean endpoint = a.truth("endpoint", true);
    double base = a.number("base", 10);
    if (arePlain(a)) {
      double start = a.number("start").doubleValue();
      double stop = a.number("stop").doubleValue();
      return Tensor.logspace(start, stop, num, endpoint, base, a.dtype("dtype", DType.FLOAT32));
    }
    Tensor exponents =
        Tensor.linspace(a.tensor("start"), a.tensor("stop"), num, endpoint, a.integer("axis", 0));
    Tensor numbers = Tensor.scalar(exponents.dtype(), base).pow(exponents);
    return numbers.cast(a.dtype("dtype", numbers.dtype()));
  }

  private static Tensor geomspace(CallArguments a) {
    int num = a.integer("num", 50);
    boolean endpoint = a.truth("endpoint", true);
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    if (arePlain(a)) {
      double start = a.number("start").doubleValue();
      double stop = a.number("stop").doubleValue();
      return Tensor.geomspace(start, stop, num, endpoint, dtype);
    }
    Tensor start = a.tensor("start");
    return Tensor.geomspace(start, a.tensor("stop"), num, endpoint, a.integer("axis", 0))
        .cast(dtype);
  }

  private static Tensor tri(CallArguments a) {
    int rows = a.integer("N");
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    return Tensor.tri(rows, a.integer("M", rows), a.integer("k", 0), dtype);
  }

  private static Tensor vander(CallArguments a) {
    Tensor x = a.tensor("x");
    int columns = a.has("N") ? a.integer("N") : Math.toIntExact(x.dim(0));
    return x.vander(columns, a.truth("increasing"));
  }

  private static Tensor eye(CallArguments a) {
    int rows = a.integer("N");
    return eye(rows, a.integer("M", rows), a.integer("k", 0), a);
  }

  private static Tensor eye(int rows, int columns, int diagonal, CallArguments a) {
    return Tensor.eye(rows, columns, diagonal, a.dtype("dtype", DType.FLOAT32));
  }
}

package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.stream.Stream;

/// New tensors.
final class CreationFunctions {
  private CreationFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("zeros", "shape dtype", a -> Tensor.zeros(type(a)));
    table.row("ones", "shape dtype", a -> Tensor.ones(type(a)));
    table.row("full", "shape fill_value dtype", CreationFunctions::full);
    table.row("zeros_like", "x dtype", a -> Tensor.zeros(typeLike(a)));
    table.row("ones_like", "x dtype", a -> Tensor.ones(typeLike(a)));
    table.row("arange", "start stop step dtype", CreationFunctions::arange);
    table.row(
        "linspace", "start stop num endpoint retstep dtype axis", CreationFunctions::linspace);
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
    return full(typeLike(a), a);
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

  private static Tensor linspace(CallArguments a) {
    boolean plain = a.get("start") instanceof Number && a.get("stop") instanceof Number;
    if (!plain || a.truth("retstep")) {
      throw KerasOp.missing("linspace of tensors, or with its step");
    }
    return Tensor.linspace(
        a.number("start").doubleValue(),
        a.number("stop").doubleValue(),
        a.integer("num", 50),
        !a.has("endpoint") || a.truth("endpoint"),
        a.dtype("dtype", DType.FLOAT32));
  }

  private static Tensor eye(CallArguments a) {
    int rows = a.integer("N");
    return eye(rows, a.integer("M", rows), a.integer("k", 0), a);
  }

  private static Tensor eye(int rows, int columns, int diagonal, CallArguments a) {
    return Tensor.eye(rows, columns, diagonal, a.dtype("dtype", DType.FLOAT32));
  }
}

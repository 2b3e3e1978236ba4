package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.Arrays;
import java.util.List;

/// Truth values, comparisons, choices and bits.
final class LogicFunctions {
  private LogicFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("logical_and", "x1 x2", a -> a.tensor("x1").logicalAnd(a.tensor("x2")));
    table.row("logical_or", "x1 x2", a -> a.tensor("x1").logicalOr(a.tensor("x2")));
    table.row("logical_xor", "x1 x2", a -> a.tensor("x1").logicalXor(a.tensor("x2")));
    table.unary("logical_not", Tensor::logicalNot);
    table.unary("isnan", Tensor::isNan);
    table.unary("isinf", Tensor::isInf);
    table.unary("isfinite", Tensor::isFinite);
    table.unary("isposinf", Tensor::isPosInf);
    table.unary("isneginf", Tensor::isNegInf);
    table.unary("isreal", x -> x.isNan().lessEqual(1));
    table.unary("signbit", Tensor::signBit);
    table.row("allclose", "x1 x2 rtol atol equal_nan", a -> isClose(a).all());
    table.row("isin", "x1 x2 assume_unique invert", LogicFunctions::isIn);
    table.row("select", "condlist choicelist default", LogicFunctions::select);
    table.row("isclose", "x1 x2 rtol atol equal_nan", LogicFunctions::isClose);
    table.row("nan_to_num", "x nan posinf neginf", LogicFunctions::nanToNum);
    table.bits("bitwise_and", Tensor::bitwiseAnd);
    table.bits("bitwise_or", Tensor::bitwiseOr);
    table.bits("bitwise_xor", Tensor::bitwiseXor);
    table.unary("bitwise_not", Tensor::bitwiseNot);
    table.unary("bitwise_invert", Tensor::bitwiseNot);
    table.bits("left_shift", Tensor::leftShift);
    table.bits("bitwise_left_shift", Tensor::leftShift);
    table.bits("right_shift", Tensor::rightShift);
    table.bits("bitwise_right_shift", Tensor::rightShift);
    table.binary("equal", Tensor::equal, Tensor::equal, Tensor::equal);
    table.binary("not_equal", Tensor::notEqual, Tensor::notEqual, Tensor::notEqual);
    table.binary("less", Tensor::less, Tensor::less, Tensor::less);
    table.binary("less_equal", Tensor::lessEqual, Tensor::lessEqual, Tensor::lessEqual);
    table.binary("greater", Tensor::greater, Tensor::greater, Tensor::greater);
    table.binary("greater_equal", Tensor::greaterEqual, Tensor::greaterEqual, Tensor::greaterEqual);
    table.row("where", "condition x1 x2", LogicFunctions::where);
  }

  private static Tensor isClose(CallArguments a) {
    return a.tensor("x1")
        .isClose(
            a.tensor("x2"), a.number("rtol", 1e-5), a.number("atol", 1e-8), a.truth("equal_nan"));
  }

  private static Tensor isIn(CallArguments a) {
    Tensor inside = a.tensor("x1").isIn(a.tensor("x2"));
    return a.truth("invert") ? inside.logicalNot() : inside;
  }

  private static Tensor select(CallArguments a) {
    List<Tensor> conditions =
        Arrays.stream(a.tensors("condlist")).map(c -> c.cast(DType.BOOL)).toList();
    List<Tensor> choices = List.of(a.tensors("choicelist"));
    Tensor last = choices.getLast();
    Tensor otherwise =
        a.has("default") ? a.beside("default", last) : Tensor.scalar(last.dtype(), 0L);
    return Tensor.select(conditions, choices, otherwise);
  }

  private static Tensor nanToNum(CallArguments a) {
    Tensor x = a.tensor("x");
    double largest = x.dtype() == DType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    return x.nanToNum(
        a.number("nan", 0), a.number("posinf", largest), a.number("neginf", -largest));
  }

  private static Tensor where(CallArguments a) {
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
}

package io.gradus.nn.operation;

import io.gradus.tensor.Tensor;

/// Arithmetic and mathematical functions of elements.
final class ArithmeticFunctions {
  private ArithmeticFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.binary("add", Tensor::add, Tensor::add, Tensor::add);
    table.binary("subtract", Tensor::sub, Tensor::sub, Tensor::sub);
    table.binary("multiply", Tensor::mul, Tensor::mul, Tensor::mul);
    table.binary("divide", Tensor::div, Tensor::div, Tensor::div);
    table.binary("true_divide", Tensor::div, Tensor::div, Tensor::div);
    table.unary("negative", Tensor::neg);
    table.unary("exp", Tensor::exp);
    table.unary("log", Tensor::log);
    table.unary("sqrt", Tensor::sqrt);
    table.unary("square", Tensor::square);
    table.binary("maximum", Tensor::maximum, Tensor::maximum, Tensor::maximum);
    table.binary("minimum", Tensor::minimum, Tensor::minimum, Tensor::minimum);
    table.row("clip", "x x_min x_max", ArithmeticFunctions::clip);
    table.unary("abs", Tensor::abs);
    table.unary("absolute", Tensor::abs);
    table.unary("sign", Tensor::sign);
    table.unary("floor", Tensor::floor);
    table.unary("ceil", Tensor::ceil);
    table.unary("trunc", Tensor::trunc);
    table.row("round", "x decimals", a -> a.tensor("x").round(a.integer("decimals", 0)));
    table.binary("mod", Tensor::mod, Tensor::mod, Tensor::mod);
    table.binary("floor_divide", Tensor::floorDiv, Tensor::floorDiv, Tensor::floorDiv);
    table.binary("power", Tensor::pow, Tensor::pow, Tensor::pow);
    table.row("divide_no_nan", "x1 x2", a -> a.tensor("x1").divNoNan(a.tensor("x2")));
    table.unary("reciprocal", Tensor::reciprocal);
    table.unary("rsqrt", Tensor::rsqrt);
    table.unary("cbrt", Tensor::cbrt);
    table.unary("exp2", Tensor::exp2);
    table.unary("expm1", Tensor::expm1);
    table.unary("log1p", Tensor::log1p);
    table.unary("log2", Tensor::log2);
    table.unary("log10", Tensor::log10);
    table.binary("hypot", Tensor::hypot, Tensor::hypot, (x, y) -> x.hypot((double) y));
    table.binary(
        "logaddexp", Tensor::logAddExp, Tensor::logAddExp, (x, y) -> x.logAddExp((double) y));
    table.binary(
        "logaddexp2", Tensor::logAddExp2, Tensor::logAddExp2, (x, y) -> x.logAddExp2((double) y));
    table.unary("sin", Tensor::sin);
    table.unary("cos", Tensor::cos);
    table.unary("tan", Tensor::tan);
    table.unary("arcsin", Tensor::asin);
    table.unary("arccos", Tensor::acos);
    table.unary("arctan", Tensor::atan);
    table.binary("arctan2", Tensor::atan2, Tensor::atan2, (x, y) -> x.atan2((double) y));
    table.unary("sinh", Tensor::sinh);
    table.unary("cosh", Tensor::cosh);
    table.unary("tanh", Tensor::tanh);
    table.unary("arcsinh", Tensor::asinh);
    table.unary("arccosh", Tensor::acosh);
    table.unary("arctanh", Tensor::atanh);
    table.unary("sinc", Tensor::sinc);
    table.unary("deg2rad", Tensor::toRadians);
    table.unary("rad2deg", Tensor::toDegrees);
    table.unary("erf", Tensor::erf);
    table.unary("erfc", Tensor::erfc);
    table.row("gammainc", "x1 x2", a -> a.tensor("x1").gammainc(a.tensor("x2")));
    table.unary("erfinv", Tensor::erfInv);
    table.unary("i0", Tensor::i0);
    table.unary("copy", x -> x);
  }

  private static Tensor clip(CallArguments a) {
    Tensor x = a.tensor("x");
    if (a.get("x_min") instanceof Integer low && a.get("x_max") instanceof Integer high) {
      return x.clip(low, high);
    }
    return x.clip(a.beside("x_min", x), a.beside("x_max", x));
  }
}

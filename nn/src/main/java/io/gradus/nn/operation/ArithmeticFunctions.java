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
    table.row("mod", "x1 x2", a -> a.tensor("x1").mod(a.tensor("x2")));
    table.row("fmod", "x1 x2", a -> a.tensor("x1").fmod(a.tensor("x2")));
    table.row("fmax", "x1 x2", a -> first(a).fmax(second(a)));
    table.row("fmin", "x1 x2", a -> first(a).fmin(second(a)));
    table.row("heaviside", "x1 x2", a -> a.tensor("x1").heaviside(a.tensor("x2")));
    table.row("gcd", "x1 x2", a -> a.tensor("x1").gcd(a.tensor("x2")));
    table.row("lcm", "x1 x2", a -> a.tensor("x1").lcm(a.tensor("x2")));
    table.row("ldexp", "x1 x2", a -> a.tensor("x1").ldexp(a.tensor("x2")));
    table.row("nextafter", "x1 x2", a -> a.tensor("x1").nextAfter(a.tensor("x2")));
    table.unary("fabs", x -> x.cast(x.dtype().toFloating()).abs());
    table.unary("angle", ArithmeticFunctions::angle);
    table.unary("real", x -> x);
    table.unary("imag", x -> nothing(x).cast(x.dtype()));
    table.unary("conj", x -> x);
    table.unary("conjugate", x -> x);
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
    table.row("hypot", "x1 x2", a -> a.tensor("x1").hypot(a.tensor("x2")));
    table.row("logaddexp", "x1 x2", a -> a.tensor("x1").logAddExp(a.tensor("x2")));
    table.row("logaddexp2", "x1 x2", a -> a.tensor("x1").logAddExp2(a.tensor("x2")));
    table.unary("sin", Tensor::sin);
    table.unary("cos", Tensor::cos);
    table.unary("tan", Tensor::tan);
    table.unary("arcsin", Tensor::asin);
    table.unary("arccos", Tensor::acos);
    table.unary("arctan", Tensor::atan);
    table.row("arctan2", "x1 x2", a -> a.tensor("x1").atan2(a.tensor("x2")));
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

  // Of two operands one may be a weak number.
  private static Tensor first(CallArguments a) {
    return a.get("x1") instanceof Tensor x ? x : a.beside("x1", a.tensor("x2"));
  }

  private static Tensor second(CallArguments a) {
    return a.get("x2") instanceof Tensor y ? y : a.beside("x2", a.tensor("x1"));
  }

  // Of a real number: 0, or π below 0.
  private static Tensor angle(Tensor x) {
    Tensor real = x.cast(x.dtype().toFloating());
    return nothing(x).cast(real.dtype()).atan2(real);
  }

  /// {@return false at each position}
  private static Tensor nothing(Tensor x) {
    return x.isNan().less(0);
  }

  private static Tensor clip(CallArguments a) {
    Tensor x = a.tensor("x");
    if (a.get("x_min") instanceof Integer low && a.get("x_max") instanceof Integer high) {
      return x.clip(low, high);
    }
    return x.clip(a.beside("x_min", x), a.beside("x_max", x));
  }
}

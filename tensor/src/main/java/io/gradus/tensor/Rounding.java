package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import org.jspecify.annotations.Nullable;

/// Rounding to whole numbers, and division with a whole quotient by NumPy's rules: the remainder
/// has the sign of the divisor. No gradient flows through rounding.
public sealed interface Rounding extends Valued permits Operand {

  /// {@return the largest whole number that is not greater; integers and `bool` give `float32`}
  default Tensor floor() {
    return Apply.unary(new Floor(), value());
  }

  /// {@return the smallest whole number that is not less; integers and `bool` give `float32`}
  default Tensor ceil() {
    return Apply.unary(new Ceil(), value());
  }

  /// {@return the whole number next to each element on the side of 0; `bool` stays}
  default Tensor trunc() {
    Tensor x = value();
    return x.dtype() == DType.BOOL ? x : Apply.unary(new Trunc(), x);
  }

  /// {@return the nearest whole number, of two the even one; `bool` gives `float32`}
  default Tensor round() {
    Tensor x = value();
    return x.dtype() == DType.BOOL ? x.cast(DType.FLOAT32) : Apply.unary(new Round(), x);
  }

  /// {@return each element rounded to this many decimals, to tens for −1; of two nearest the even
  /// one, as `numpy.round` does it: scaled, rounded and scaled back}
  default Tensor round(int decimals) {
    Tensor x = value();
    if (decimals == 0 || (decimals > 0 && !x.dtype().isFloating())) {
      return x.round();
    }
    double scale = StrictMath.pow(10, Math.abs(decimals));
    if (decimals > 0) {
      return x.mul(scale).round().div(scale);
    }
    Tensor wide = x.dtype().isFloating() ? x : x.cast(DType.FLOAT64);
    return wide.div(scale).round().mul(scale).cast(x.dtype());
  }

  /// {@return the remainder of [#floorDiv], which has the sign of the divisor (`numpy.mod`)} By 0
  /// integers give 0 and floating-point numbers NaN; two `bool` operands count as `int32`. `dx =
  /// g`, `dy = −g·floorDiv(x, y)`.
  default Tensor mod(Operand other) {
    return Apply.binary(
        new Mod(), Apply.number(value(), other.value(), DType.INT32), other.value());
  }

  /// {@return the remainder} The number is weak: a floating tensor keeps its type.
  default Tensor mod(double other) {
    return Apply.binary(new Mod(), value(), other);
  }

  /// {@return the remainder} The number is weak: the tensor keeps its type.
  default Tensor mod(long other) {
    return Apply.binary(new Mod(), value(), other);
  }

  /// {@return the quotient, rounded down (`numpy.floor_divide`)} By 0 integers give 0 and
  /// floating-point numbers ±∞ or NaN; two `bool` operands count as `int8`.
  default Tensor floorDiv(Operand other) {
    return Apply.binary(
        new FloorDiv(), Apply.number(value(), other.value(), DType.INT8), other.value());
  }

  /// {@return the quotient, rounded down} The number is weak: a floating tensor keeps its type.
  default Tensor floorDiv(double other) {
    return Apply.binary(new FloorDiv(), value(), other);
  }

  /// {@return the quotient, rounded down} The number is weak: the tensor keeps its type.
  default Tensor floorDiv(long other) {
    return Apply.binary(new FloorDiv(), value(), other);
  }

  /// {@return what division towards 0 leaves, which has the sign of this operand (`numpy.fmod`)} By
  /// 0 integers give 0 and floating-point numbers NaN; two `bool` operands count as `int32`. `dx =
  /// g`, `dy = −g·trunc(x/y)`.
  default Tensor fmod(Operand other) {
    return Apply.binary(
        new Fmod(), Apply.number(value(), other.value(), DType.INT32), other.value());
  }

  /// {@return the number of the type next to each element on the side of the other operand's
  /// (`numpy.nextafter`)} Where both are equal the other's; NaN where one is. Integers give
  /// `float32`. There is no gradient.
  default Tensor nextAfter(Operand toward) {
    Tensor x = value();
    Tensor y = toward.value();
    DType dtype = x.dtype().promote(y.dtype()).toFloating();
    return dtype.bytes() == Short.BYTES
        ? Neighbours.of(x.cast(dtype), y.cast(dtype))
        : Apply.binary(new NextAfter(), x, y);
  }

  /// Rounding down. No gradient.
  record Floor() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Math.floor(x);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// Rounding up. No gradient.
  record Ceil() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Math.ceil(x);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// Rounding towards 0. No gradient.
  record Trunc() implements Elementwise.Unary {
    @Override
    public double apply(double x) {
      return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    @Override
    public int apply(int x) {
      return x;
    }

    @Override
    public long apply(long x) {
      return x;
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// Rounding to the nearest, of two the even one. No gradient.
  record Round() implements Elementwise.Unary {
    @Override
    public double apply(double x) {
      return Math.rint(x);
    }

    @Override
    public int apply(int x) {
      return x;
    }

    @Override
    public long apply(long x) {
      return x;
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// The remainder with the sign of the divisor. `dx = g`, `dy = −g·floorDiv(x, y)`.
  record Mod() implements Elementwise.Binary {
    @Override
    public float apply(float x, float y) {
      return (float) apply((double) x, (double) y);
    }

    @Override
    public double apply(double x, double y) {
      double rest = x % y;
      if (rest == 0) {
        return Math.copySign(0, y);
      }
      return rest < 0 != y < 0 ? rest + y : rest;
    }

    @Override
    public int apply(int x, int y) {
      return y == 0 ? 0 : Math.floorMod(x, y);
    }

    @Override
    public long apply(long x, long y) {
      return y == 0 ? 0 : Math.floorMod(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return y == 0 ? 0 : Long.remainderUnsigned(x, y);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0 ? g : g.mul(at.input(0).floorDiv(at.input(1))).neg();
    }
  }

  /// The quotient, rounded down; see Python's `divmod`, which takes the remainder off before it
  /// divides, so that the quotient is exact. No gradient.
  record FloorDiv() implements Elementwise.Binary {
    @Override
    public float apply(float x, float y) {
      return (float) apply((double) x, (double) y);
    }

    @Override
    public double apply(double x, double y) {
      if (y == 0) {
        return x / y;
      }
      double rest = x % y;
      double quotient = (x - rest) / y;
      if (rest != 0 && rest < 0 != y < 0) {
        quotient -= 1;
      }
      return quotient == 0 ? Math.copySign(0, x / y) : Math.rint(quotient);
    }

    @Override
    public int apply(int x, int y) {
      return y == 0 ? 0 : Math.floorDiv(x, y);
    }

    @Override
    public long apply(long x, long y) {
      return y == 0 ? 0 : Math.floorDiv(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return y == 0 ? 0 : Long.divideUnsigned(x, y);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }

  /// The remainder with the sign of the dividend. `dx = g`, `dy = −g·trunc(x/y)`.
  record Fmod() implements Elementwise.Binary {
    @Override
    public float apply(float x, float y) {
      return x % y;
    }

    @Override
    public double apply(double x, double y) {
      return x % y;
    }

    @Override
    public int apply(int x, int y) {
      return y == 0 ? 0 : x % y;
    }

    @Override
    public long apply(long x, long y) {
      return y == 0 ? 0 : x % y;
    }

    @Override
    public long applyUnsigned(long x, long y) {
      return y == 0 ? 0 : Long.remainderUnsigned(x, y);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0 ? g : g.mul(at.input(0).div(at.input(1)).trunc()).neg();
    }
  }

  /// The next number of the type on the side of the second operand. No gradient.
  record NextAfter() implements Elementwise.FloatingBinary {
    @Override
    public float apply(float x, float y) {
      return Math.nextAfter(x, y);
    }

    @Override
    public double apply(double x, double y) {
      return Math.nextAfter(x, y);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return null;
    }
  }
}

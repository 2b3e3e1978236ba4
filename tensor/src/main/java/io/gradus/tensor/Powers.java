package io.gradus.tensor;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import org.jspecify.annotations.Nullable;

/// Powers and roots, further exponentials and logarithms.
public sealed interface Powers extends Valued permits Operand {

  /// {@return each element to the power of the other (`numpy.power`)} Integers stay integers, wrap
  /// around, and take no negative powers; two `bool` operands count as `int8`. `x⁰ = 1` and `1ʸ =
  /// 1` even of NaN; a negative number to a power that is not whole is NaN. The gradient to the
  /// exponent, `xʸ·log x`, is 0 where `x = 0` and `y ≥ 0`, and NaN of a negative base.
  ///
  /// @throws IllegalArgumentException if an integer has a negative exponent
  default Tensor pow(Operand other) {
    return Apply.binary(new Pow(), Apply.number(value(), other.value(), DType.INT8), other.value());
  }

  /// {@return each element to this power} The number is weak: a floating tensor keeps its type.
  default Tensor pow(double other) {
    return other == 2 && value().dtype().isFloating()
        ? value().square()
        : Apply.binary(new Pow(), value(), other);
  }

  /// {@return each element to this power} The number is weak: the tensor keeps its type.
  ///
  /// @throws IllegalArgumentException if an integer has a negative exponent
  default Tensor pow(long other) {
    return other == 2 && value().dtype() != DType.BOOL
        ? value().square()
        : Apply.binary(new Pow(), value(), other);
  }

  /// {@return `1/x`; integers give `float32`}
  default Tensor reciprocal() {
    return Apply.unary(new Reciprocal(), value());
  }

  /// {@return the quotient, but 0 where the divisor is 0; integers give `float32`
  /// (`tf.math.divide_no_nan`)} The gradient is 0 there too.
  default Tensor divNoNan(Operand other) {
    Tensor y = other.value();
    Tensor none = y.equal(0);
    Tensor divisor = none.logicalNot().where(y, 1);
    return none.logicalNot().where(value().div(divisor), 0);
  }

  /// {@return `1/√x`; ∞ at 0, NaN below; integers give `float32`}
  default Tensor rsqrt() {
    return Apply.unary(new Rsqrt(), value());
  }

  /// {@return the cube root; integers give `float32`}
  default Tensor cbrt() {
    return Apply.unary(new Cbrt(), value());
  }

  /// {@return 2 to the power of each element; integers give `float32`}
  default Tensor exp2() {
    return Apply.unary(new Exp2(), value());
  }

  /// {@return `eˣ − 1`, exact near 0; integers give `float32`}
  default Tensor expm1() {
    return Apply.unary(new Expm1(), value());
  }

  /// {@return `log(1 + x)`, exact near 0; −∞ at −1, NaN below; integers give `float32`}
  default Tensor log1p() {
    return Apply.unary(new Log1p(), value());
  }

  /// {@return the logarithm to base 2, exact of powers of 2; −∞ at 0, NaN below; integers give
  /// `float32`}
  default Tensor log2() {
    return Apply.unary(new Log2(), value());
  }

  /// {@return the logarithm to base 10; −∞ at 0, NaN below; integers give `float32`}
  default Tensor log10() {
    return Apply.unary(new Log10(), value());
  }

  /// {@return each element times 2 to the power of the exponent, exact where the type holds the
  /// result (`numpy.ldexp`); integers give `float32`} No gradient flows to the exponents.
  ///
  /// @throws DTypeException if the exponents are no integers
  default Tensor ldexp(Operand exponents) {
    Tensor x = value();
    Tensor y = exponents.value();
    if (!y.dtype().isInteger()) {
      throw new DTypeException(
          "ldexp: exponents must be integers; got %s, exponents=%s".formatted(x.type(), y.type()));
    }
    return Apply.binary(new Ldexp(), x, y);
  }

  /// {@return `√(x² + y²)` without overflow on the way; the gradient where both are 0 is 0}
  default Tensor hypot(Operand other) {
    return Apply.binary(new Hypot(), value(), other.value());
  }

  /// {@return `√(x² + y²)`} The number is weak: a floating tensor keeps its type.
  default Tensor hypot(double other) {
    return Apply.binary(new Hypot(), value(), other);
  }

  /// {@return `log(eˣ + eʸ)` without overflow on the way}
  default Tensor logAddExp(Operand other) {
    return Apply.binary(new LogAddExp(), value(), other.value());
  }

  /// {@return `log(eˣ + eʸ)`} The number is weak: a floating tensor keeps its type.
  default Tensor logAddExp(double other) {
    return Apply.binary(new LogAddExp(), value(), other);
  }

  /// {@return `log₂(2ˣ + 2ʸ)` without overflow on the way}
  default Tensor logAddExp2(Operand other) {
    return Apply.binary(new LogAddExp2(), value(), other.value());
  }

  /// {@return `log₂(2ˣ + 2ʸ)`} The number is weak: a floating tensor keeps its type.
  default Tensor logAddExp2(double other) {
    return Apply.binary(new LogAddExp2(), value(), other);
  }

  /// The power. `dx = g·y·xʸ⁻¹`, and 0 of `0⁰`; `dy = g·xʸ·log x`, and 0 where `x = 0` and `y ≥ 0`.
  record Pow() implements Elementwise.Binary {
    @Override
    public float apply(float x, float y) {
      return (float) apply((double) x, (double) y);
    }

    @Override
    public double apply(double x, double y) {
      // Here C's rule, which NumPy follows, is not Java's.
      boolean one = x == 1 || (x == -1 && Double.isInfinite(y));
      return one ? 1 : StrictMath.pow(x, y);
    }

    @Override
    public int apply(int x, int y) {
      return (int) apply((long) x, (long) y);
    }

    @Override
    public long apply(long x, long y) {
      if (y < 0) {
        throw new IllegalArgumentException(
            "pow: integers take no negative powers; got %d to the power of %d".formatted(x, y));
      }
      return applyUnsigned(x, y);
    }

    @Override
    public long applyUnsigned(long x, long y) {
      long power = 1;
      long square = x;
      for (long rest = y; rest != 0; rest >>>= 1) {
        power = (rest & 1) == 0 ? power : power * square;
        square *= square;
      }
      return power;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor x = at.input(0);
      Tensor y = at.input(1);
      Tensor g = at.gradient();
      if (input == 1) {
        Tensor none = x.equal(0).logicalAnd(y.greaterEqual(0));
        return g.mul(at.output(0)).mul(none.logicalNot().where(x, 1).log());
      }
      Tensor zeros = x.equal(0).logicalAnd(y.equal(0));
      Tensor exponent = zeros.logicalNot().where(y, 1).sub(1);
      return g.mul(y).mul(x.pow(exponent));
    }
  }

  /// The reciprocal. `dx = −g·y²`.
  record Reciprocal() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return 1 / x;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0).square()).neg();
    }
  }

  /// The reciprocal of the square root. `dx = −g·y³/2`.
  record Rsqrt() implements Elementwise.Floating {
    @Override
    public float apply(float x) {
      return 1 / (float) Math.sqrt(x);
    }

    @Override
    public double apply(double x) {
      return 1 / Math.sqrt(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor y = at.output(0);
      return at.gradient().mul(y.square().mul(y)).mul(-0.5);
    }
  }

  /// The cube root. `dx = g/(3·y²)`.
  record Cbrt() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.cbrt(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.output(0).square().mul(3));
    }
  }

  /// The power of 2. `dx = g·y·ln 2`.
  record Exp2() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.pow(2, x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0)).mul(Inverses.LN_2);
    }
  }

  /// `eˣ − 1`. `dx = g·(y + 1)`.
  record Expm1() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.expm1(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0).add(1));
    }
  }

  /// `log(1 + x)`. `dx = g/(1 + x)`.
  record Log1p() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.log1p(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.input(0).add(1));
    }
  }

  /// The logarithm to base 2. `dx = g/(x·ln 2)`.
  record Log2() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Inverses.log2(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.input(0).mul(Inverses.LN_2));
    }
  }

  /// The logarithm to base 10. `dx = g/(x·ln 10)`.
  record Log10() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.log10(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.input(0).mul(Inverses.LN_10));
    }
  }

  /// A number times a power of 2. `dx = g·2ʸ`.
  record Ldexp() implements Elementwise.FloatingBinary {
    @Override
    public double apply(double x, double y) {
      return Math.scalb(x, (int) y);
    }

    @Override
    public boolean isDifferentiable(int input) {
      return input == 0;
    }

    @Override
    public boolean readsInput(int input) {
      return input == 1;
    }

    @Override
    public @Nullable Tensor gradient(int input, Backward at) {
      return input == 0 ? Apply.binary(new Ldexp(), at.gradient(), at.input(1)) : null;
    }
  }

  /// `√(x² + y²)`. `dx = g·x/h`, `dy = g·y/h`, and 0 where `h = 0`.
  record Hypot() implements Elementwise.FloatingBinary {
    @Override
    public double apply(double x, double y) {
      return StrictMath.hypot(x, y);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(input).divNoNan(at.output(0)));
    }
  }

  /// `log(eˣ + eʸ)`. `dx = g·sigmoid(x − y)`, `dy = g·sigmoid(y − x)`.
  record LogAddExp() implements Elementwise.FloatingBinary {
    @Override
    public double apply(double x, double y) {
      // Equal infinities have no difference.
      return x == y
          ? x + Inverses.LN_2
          : Math.max(x, y) + StrictMath.log1p(StrictMath.exp(-Math.abs(x - y)));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(input).sub(at.input(1 - input)).sigmoid());
    }
  }

  /// `log₂(2ˣ + 2ʸ)`. `dx = g·sigmoid((x − y)·ln 2)`, `dy` likewise.
  record LogAddExp2() implements Elementwise.FloatingBinary {
    @Override
    public double apply(double x, double y) {
      return x == y
          ? x + 1
          : Math.max(x, y) + StrictMath.log1p(StrictMath.pow(2, -Math.abs(x - y))) / Inverses.LN_2;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor difference = at.input(input).sub(at.input(1 - input));
      return at.gradient().mul(difference.mul(Inverses.LN_2).sigmoid());
    }
  }
}

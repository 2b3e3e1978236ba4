package io.gradus.tensor;

/// Trigonometric and hyperbolic functions and their inverses. Integers give `float32`.
public sealed interface Trigonometry extends Valued permits Operand {

  /// {@return the sine of each element, in radians; NaN of the infinities}
  default Tensor sin() {
    return Apply.unary(new Sin(), value());
  }

  /// {@return the cosine of each element, in radians; NaN of the infinities}
  default Tensor cos() {
    return Apply.unary(new Cos(), value());
  }

  /// {@return the tangent of each element, in radians; NaN of the infinities}
  default Tensor tan() {
    return Apply.unary(new Tan(), value());
  }

  /// {@return the angle between −π/2 and π/2 whose sine is the element; NaN outside [−1, 1]}
  default Tensor asin() {
    return Apply.unary(new Asin(), value());
  }

  /// {@return the angle between 0 and π whose cosine is the element; NaN outside [−1, 1]}
  default Tensor acos() {
    return Apply.unary(new Acos(), value());
  }

  /// {@return the angle between −π/2 and π/2 whose tangent is the element}
  default Tensor atan() {
    return Apply.unary(new Atan(), value());
  }

  /// {@return the hyperbolic sine}
  default Tensor sinh() {
    return Apply.unary(new Sinh(), value());
  }

  /// {@return the hyperbolic cosine}
  default Tensor cosh() {
    return Apply.unary(new Cosh(), value());
  }

  /// {@return the hyperbolic tangent}
  default Tensor tanh() {
    return Apply.unary(new Tanh(), value());
  }

  /// {@return the inverse hyperbolic sine}
  default Tensor asinh() {
    return Apply.unary(new Asinh(), value());
  }

  /// {@return the inverse hyperbolic cosine; NaN below 1}
  default Tensor acosh() {
    return Apply.unary(new Acosh(), value());
  }

  /// {@return the inverse hyperbolic tangent; ±∞ at ±1, NaN beyond}
  default Tensor atanh() {
    return Apply.unary(new Atanh(), value());
  }

  /// {@return `sin(πx)/(πx)`, 1 at 0 (`numpy.sinc`)}
  default Tensor sinc() {
    return Apply.unary(new Sinc(), value());
  }

  /// {@return the angle between −π and π of the point with this as its y and the other as its x
  /// coordinate (`numpy.arctan2`)} The signs of zeros count, as in C.
  default Tensor atan2(Operand x) {
    return Apply.binary(new Atan2(), value(), x.value());
  }

  /// {@return the angle of the point with this as its y coordinate} The number is weak: a floating
  /// tensor keeps its type.
  default Tensor atan2(double x) {
    return Apply.binary(new Atan2(), value(), x);
  }

  /// {@return angles in radians for angles in degrees}
  default Tensor toRadians() {
    return value().mul(Math.PI / 180);
  }

  /// {@return angles in degrees for angles in radians}
  default Tensor toDegrees() {
    return value().mul(180 / Math.PI);
  }

  /// The sine. `dx = g·cos(x)`.
  record Sin() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.sin(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).cos());
    }
  }

  /// The cosine. `dx = −g·sin(x)`.
  record Cos() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.cos(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).sin()).neg();
    }
  }

  /// The tangent. `dx = g·(1 + y²)`.
  record Tan() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.tan(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0).square().add(1));
    }
  }

  /// The arc sine. `dx = g/√(1 − x²)`.
  record Asin() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.asin(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).square().neg().add(1).rsqrt());
    }
  }

  /// The arc cosine. `dx = −g/√(1 − x²)`.
  record Acos() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.acos(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).square().neg().add(1).rsqrt()).neg();
    }
  }

  /// The arc tangent. `dx = g/(1 + x²)`.
  record Atan() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.atan(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.input(0).square().add(1));
    }
  }

  /// The hyperbolic sine. `dx = g·cosh(x)`.
  record Sinh() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.sinh(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).cosh());
    }
  }

  /// The hyperbolic cosine. `dx = g·sinh(x)`.
  record Cosh() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.cosh(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).sinh());
    }
  }

  /// The hyperbolic tangent. `dx = g·(1 − y²)`.
  record Tanh() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return StrictMath.tanh(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0).square().neg().add(1));
    }
  }

  /// The inverse hyperbolic sine. `dx = g/√(x² + 1)`.
  record Asinh() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Inverses.asinh(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).square().add(1).rsqrt());
    }
  }

  /// The inverse hyperbolic cosine. `dx = g/√((x − 1)·(x + 1))`.
  record Acosh() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Inverses.acosh(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor x = at.input(0);
      return at.gradient().mul(x.sub(1).mul(x.add(1)).rsqrt());
    }
  }

  /// The inverse hyperbolic tangent. `dx = g/(1 − x²)`.
  record Atanh() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Inverses.atanh(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().div(at.input(0).square().neg().add(1));
    }
  }

  /// `sin(πx)/(πx)`. `dx = g·(cos(πx) − y)/x`, and 0 at 0.
  record Sinc() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      double angle = Math.PI * x;
      return x == 0 ? 1 : StrictMath.sin(angle) / angle;
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
      return at.gradient().mul(x.mul(Math.PI).cos().sub(at.output(0)).divNoNan(x));
    }
  }

  /// The angle of a point `(x, y)`, whose first operand is `y`. `dy = g·x/(x² + y²)`, `dx =
  /// −g·y/(x²
  /// + y²)`.
  record Atan2() implements Elementwise.FloatingBinary {
    @Override
    public double apply(double x, double y) {
      // The first operand is the ordinate.
      return StrictMath.atan2(x, y);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor y = at.input(0);
      Tensor x = at.input(1);
      Tensor scaled = at.gradient().div(x.square().add(y.square()));
      return input == 0 ? scaled.mul(x) : scaled.mul(y).neg();
    }
  }
}

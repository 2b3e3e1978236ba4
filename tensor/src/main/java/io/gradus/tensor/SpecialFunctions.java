package io.gradus.tensor;

/// Sigmoid functions, the error function, the incomplete gamma function and Bessel functions.
/// Integers give `float32`.
public sealed interface SpecialFunctions extends Valued permits Operand {

  /// {@return the logistic function `1/(1 + e⁻ˣ)`, without overflow on the way}
  default Tensor sigmoid() {
    return Apply.unary(new Sigmoid(), value());
  }

  /// {@return the logarithm of the logistic function, `−log(1 + e⁻ˣ)`, without overflow on the way}
  default Tensor logSigmoid() {
    return Apply.unary(new LogSigmoid(), value());
  }

  /// {@return `log(1 + eˣ)`, without overflow on the way}
  default Tensor softplus() {
    return Apply.unary(new Softplus(), value());
  }

  /// {@return the error function `2/√π·∫₀ˣ exp(−t²) dt`}
  default Tensor erf() {
    return Apply.unary(new Erf(), value());
  }

  /// {@return the complementary error function `1 − erf(x)`, exact where it is small}
  default Tensor erfc() {
    return Apply.unary(new Erfc(), value());
  }

  /// {@return the number whose error function is the element; ±∞ at ±1, NaN beyond}
  default Tensor erfInv() {
    return Apply.unary(new ErfInv(), value());
  }

  /// {@return the Gaussian error linear unit `x·Φ(x)`, Φ the distribution function of the standard
  /// normal distribution (Hendrycks and Gimpel 2016; `keras.ops.gelu(x, approximate=False)`)}
  default Tensor gelu() {
    return Apply.unary(new Gelu(), value());
  }

  /// {@return `x/(1 + |x|)`}
  default Tensor softsign() {
    Tensor x = value();
    return x.div(x.abs().add(1));
  }

  /// {@return the regularized lower incomplete gamma function `P(a, x) = ∫₀ˣ tᵃ⁻¹·e⁻ᵗ dt / Γ(a)`,
  /// where `a` is this tensor; NaN where one of both is negative (Keras' `gammainc`)}
  default Tensor gammainc(Operand x) {
    Tensor a = value();
    return Apply.binary(new GammaInc(0), a.cast(a.dtype().promoteWeakInteger()), x.value());
  }

  /// {@return the regularized lower incomplete gamma function of this tensor and a number}
  default Tensor gammainc(double x) {
    Tensor a = value();
    return Apply.binary(new GammaInc(0), a.cast(a.dtype().toFloating()), x);
  }

  /// {@return the modified Bessel function of the first kind and order 0 (`numpy.i0`)}
  default Tensor i0() {
    return Apply.unary(new BesselI(0), value());
  }

  /// `1/(1 + e⁻ˣ)`. `dx = g·y·(1 − y)`.
  record Sigmoid() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      double e = StrictMath.exp(-Math.abs(x));
      return (x < 0 ? e : 1) / (1 + e);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor y = at.output(0);
      return at.gradient().mul(y).mul(y.neg().add(1));
    }
  }

  /// `−log(1 + e⁻ˣ)`. `dx = g·sigmoid(−x)`.
  record LogSigmoid() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return -(Math.max(-x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).neg().sigmoid());
    }
  }

  /// `log(1 + eˣ)`. `dx = g·sigmoid(x)`.
  record Softplus() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).sigmoid());
    }
  }

  /// The error function. `dx = g·2/√π·exp(−x²)`.
  record Erf() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return ErrorFunction.erf(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).square().neg().exp()).mul(ErrorFunction.SLOPE);
    }
  }

  /// The complementary error function. `dx = −g·2/√π·exp(−x²)`.
  record Erfc() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return ErrorFunction.erfc(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.input(0).square().neg().exp()).mul(-ErrorFunction.SLOPE);
    }
  }

  /// The inverse of the error function. `dx = g·√π/2·exp(y²)`.
  record ErfInv() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      return ErrorFunction.inverse(x);
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(at.output(0).square().exp()).div(ErrorFunction.SLOPE);
    }
  }

  /// `x·Φ(x)`. `dx = g·(Φ(x) + x·φ(x))`, computed again from `x`: of all that a forward pass in
  /// single steps would keep for it, only `x` is.
  record Gelu() implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      // Φ is 0 below; times −∞ it would be NaN.
      return Math.max(x, -GeluSlope.FAR) * ErrorFunction.normal(x);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return at.gradient().mul(Apply.unary(new GeluSlope(), at.input(0)));
    }
  }

  /// The derivative of [Gelu], `Φ(x) + x·φ(x)`. `dx = g·φ(x)·(2 − x²)`.
  record GeluSlope() implements Elementwise.Floating {
    /// Beyond, φ is 0.
    private static final double FAR = 40;

    @Override
    public double apply(double x) {
      double near = Math.clamp(x, -FAR, FAR);
      return ErrorFunction.normal(x) + near * ErrorFunction.density(near);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor square = at.input(0).clip(-FAR, FAR).square();
      Tensor density = square.mul(-0.5).exp().mul(ErrorFunction.PEAK);
      return at.gradient().mul(density.mul(square.neg().add(2)));
    }
  }

  /// The modified Bessel function of the first kind, `Iₙ(x) = (x/2)ⁿ·Σₖ (x²/4)ᵏ/(k!·(n + k)!)`, as
  /// this series: its terms have one sign. `dx = g·(Iₙ₋₁(x) + Iₙ₊₁(x))/2`, which is `g·I₁(x)` for
  /// order 0.
  ///
  /// @param order the order n, at least 0
  record BesselI(int order) implements Elementwise.Floating {
    @Override
    public double apply(double x) {
      if (Double.isInfinite(x)) {
        return (order & 1) == 0 ? Double.POSITIVE_INFINITY : x;
      }
      double term = 1;
      for (int k = 1; k <= order; k++) {
        term *= x / 2 / k;
      }
      double sum = term;
      double quarter = x / 2 * (x / 2);
      for (int k = 1; Math.abs(term) > Math.abs(sum) * 0x1p-60; k++) {
        term *= quarter / (k * (double) (order + k));
        sum += term;
      }
      return sum;
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor x = at.input(0);
      Tensor above = Apply.unary(new BesselI(order + 1), x);
      Tensor slope = order == 0 ? above : above.add(Apply.unary(new BesselI(order - 1), x)).div(2);
      return at.gradient().mul(slope);
    }
  }

  /// The derivative of some order by `a` of the incomplete gamma function `P(a, x)`. `da` is the
  /// next derivative, `dx` that of the density.
  ///
  /// @param order the order, 0 for the function itself
  record GammaInc(int order) implements Elementwise.FloatingBinary {
    @Override
    public double apply(double a, double x) {
      return IncompleteGamma.lower(a, x, order);
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Op.Single slope = input == 0 ? new GammaInc(order + 1) : new GammaDensity(order);
      return at.gradient().mul(Apply.two(slope, at.input(0), at.input(1)));
    }
  }

  /// The derivative of some order by `a` of the density `xᵃ⁻¹·e⁻ˣ/Γ(a)`. `da` is the next
  /// derivative; `dx = g·(y·((a − 1)/x − 1) + k·y′/x)` for the order `k` and the derivative `y′`
  /// before.
  ///
  /// @param order the order, 0 for the density itself
  record GammaDensity(int order) implements Elementwise.FloatingBinary {
    @Override
    public double apply(double a, double x) {
      return IncompleteGamma.density(a, x, order);
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
      Tensor a = at.input(0);
      Tensor x = at.input(1);
      if (input == 0) {
        return at.gradient().mul(Apply.two(new GammaDensity(order + 1), a, x));
      }
      Tensor slope = at.output(0).mul(a.sub(1).div(x).sub(1));
      if (order > 0) {
        Tensor before = Apply.two(new GammaDensity(order - 1), a, x);
        slope = slope.add(before.mul(order).div(x));
      }
      return at.gradient().mul(slope);
    }
  }
}

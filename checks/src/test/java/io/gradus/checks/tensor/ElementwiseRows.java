package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.BOOL;
import static io.gradus.tensor.type.DType.FLOAT32;
import static io.gradus.tensor.type.DType.FLOAT64;
import static io.gradus.tensor.type.DType.INT32;
import static io.gradus.tensor.type.DType.INT64;
import static io.gradus.tensor.type.DType.UINT8;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import io.gradus.tensor.Bits;
import io.gradus.tensor.Divisors;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Logic;
import io.gradus.tensor.Magnitudes;
import io.gradus.tensor.Op;
import io.gradus.tensor.Powers;
import io.gradus.tensor.Rounding;
import io.gradus.tensor.SpecialFunctions;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Trigonometry;
import io.gradus.tensor.type.DType;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The rows of the element-wise families but the first: magnitudes, rounding, powers, trigonometry,
/// special functions, logic and bits.
final class ElementwiseRows {
  private static final DType[] NUMBERS = {FLOAT32, FLOAT64, INT32, INT64, UINT8};
  private static final DType[] ALL = {FLOAT32, FLOAT64, INT32, INT64, UINT8, BOOL};
  private static final DType[] INTEGERS = {INT32, INT64, UINT8};
  private static final double[] SPECIALS = {
    0, -0.0, 1, -1, 0.5, -2.5, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN
  };

  private ElementwiseRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
            magnitudes(),
            rounding(),
            powers(),
            logarithms(),
            trigonometry(),
            special(),
            logic(),
            bits())
        .flatMap(s -> s);
  }

  // Operands that differ, also where broadcast, and by more than the step of differences.
  private static final Sample EVEN =
      new Sample(null, (random, n) -> random.ints(n, -8, 8).mapToDouble(i -> i * 0.5).toArray());
  private static final Sample ODD =
      new Sample(
          null, (random, n) -> random.ints(n, -8, 8).mapToDouble(i -> i * 0.5 + 0.25).toArray());

  private static Stream<OpCase> magnitudes() {
    return Stream.of(
        OpCase.binary(Magnitudes.Maximum.class, Tensor::maximum)
            .reference(Math::max)
            .inputs(EVEN, ODD)
            .dtypes(ALL)
            .specials(SPECIALS)
            .rejects(
                "[2,3] [4]",
                "maximum: shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis"
                    + " -1"),
        OpCase.binary(Magnitudes.Minimum.class, Tensor::minimum)
            .reference(Math::min)
            .inputs(EVEN, ODD)
            .dtypes(ALL)
            .specials(SPECIALS)
            .rejects(
                "[2] int32[3]",
                "minimum: shapes do not broadcast: float32[2] with int32[3], 2 ≠ 3 at axis -1"),
        unary(Magnitudes.Abs.class, Tensor::abs, Math::abs)
            .inputs(Sample.awayFromZero(3, 0.1))
            .specials(SPECIALS),
        unary(Magnitudes.Sign.class, Tensor::sign, x -> x > 0 ? 1 : x < 0 ? -1 : x + 0.0)
            .inputs(Sample.awayFromZero(3, 0.1))
            .specials(SPECIALS));
  }

  private static Stream<OpCase> rounding() {
    return Stream.of(
            unary(Rounding.Floor.class, Tensor::floor, Math::floor),
            unary(Rounding.Ceil.class, Tensor::ceil, Math::ceil),
            unary(Rounding.Trunc.class, Tensor::trunc, x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
            unary(Rounding.Round.class, Tensor::round, Math::rint)
                .gives(
                    Tensor.of(-2f, -2f, -0f, 0f, 0f, 2f, 2f, 4f),
                    Tensor.of(-2.5f, -1.5f, -0.5f, 0.25f, 0.5f, 1.5f, 2.5f, 3.5f))
                .gives(Tensor.of(7, -3), Tensor.of(7, -3)))
        .map(row ->
            row.inputs(Sample.uniform(-3, 3))
                .specials(
                    0,
                    -0.0,
                    0.3,
                    -0.3,
                    0.5,
                    -0.5,
                    1.5,
                    2.5,
                    -2.5,
                    8388607.5,
                    -4194304.5,
                    1e30,
                    POSITIVE_INFINITY,
                    NEGATIVE_INFINITY,
                    NaN)
                .nonDifferentiable());
  }

  private static Stream<OpCase> divisions() {
    // The quotient stays away from whole numbers, where the remainder jumps.
    Sample numerators =
        new Sample(
            null, (random, n) -> random.ints(n, -6, 6).mapToDouble(i -> i * 2 + 0.7).toArray());
    Sample divisors =
        new Sample(null, (random, n) -> random.ints(n, 0, 2).mapToDouble(i -> 4 * i - 2).toArray());
    return Stream.of(
        OpCase.binary(Rounding.Mod.class, Tensor::mod)
            .reference(ElementwiseRows::mod)
            .inputs(numerators, divisors)
            .dtypes(FLOAT32, FLOAT64, INT32, INT64)
            .specials(0, -0.0, 1, -1, 2.5, -2.5, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
            .gives(Tensor.of(0, 0), Tensor.of(true, false), Tensor.of(true, true))
            .gives(
                Tensor.of(1, 2, -2, -1, 0), Tensor.of(7, -7, 7, -7, 5), Tensor.of(3, 3, -3, -3, 0)),
        OpCase.binary(Rounding.Fmod.class, Tensor::fmod)
            .reference((x, y) -> x % y)
            .inputs(numerators, divisors)
            .dtypes(FLOAT32, FLOAT64, INT32, INT64)
            .specials(0, -0.0, 1, -1, 2.5, -2.5, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
            .gives(Tensor.of(0, 0), Tensor.of(true, false), Tensor.of(true, true))
            .gives(
                Tensor.of(1, -1, 1, -1, 0), Tensor.of(7, -7, 7, -7, 5), Tensor.of(3, 3, -3, -3, 0))
            .rejects(
                "[2] [3]",
                "fmod: shapes do not broadcast: float32[2] with float32[3], 2 ≠ 3 at axis -1"),
        OpCase.binary(Rounding.NextAfter.class, Tensor::nextAfter)
            .nonDifferentiable()
            .gives(
                Tensor.of(Math.nextUp(1f), Math.nextDown(1f), 1f, Float.MIN_VALUE),
                Tensor.of(1f, 1f, 1f, 0f),
                Tensor.of(2f, 0f, 1f, 1f))
            .gives(Tensor.of(Math.nextDown(2.0)), Tensor.of(2.0), Tensor.of(-1.0))
            .gives(Tensor.of(Math.nextDown(1f)), Tensor.of(1), Tensor.of(false)),
        OpCase.binary(Divisors.Gcd.class, Tensor::gcd)
            .reference(ElementwiseRows::gcd)
            .inputs(Sample.whole(-60, 60))
            .dtypes(INTEGERS)
            .nonDifferentiable()
            .gives(Tensor.of(6, 6, 5, 0), Tensor.of(12, -18, 0, 0), Tensor.of(18, 24, -5, 0))
            .rejects(
                "[2] int32[2]",
                "gcd: needs integers of a common integer type; got float32[2], int32[2]"),
        OpCase.binary(Divisors.Lcm.class, Tensor::lcm)
            .reference((x, y) -> x == 0 || y == 0 ? 0 : Math.abs(x * y) / gcd(x, y))
            .inputs(Sample.whole(-11, 11))
            .dtypes(INTEGERS)
            .nonDifferentiable()
            .gives(Tensor.of(36, 72, 0, 0), Tensor.of(12, -18, 0, 0), Tensor.of(18, 24, -5, 0))
            .rejects(
                "[2] int32[2]",
                "lcm: needs integers of a common integer type; got float32[2], int32[2]"),
        OpCase.binary(Rounding.FloorDiv.class, Tensor::floorDiv)
            .reference(ElementwiseRows::floorDiv)
            .inputs(numerators, divisors)
            .dtypes(FLOAT32, FLOAT64, INT32, INT64)
            .specials(0, -0.0, 1, -1, 2.5, -2.5, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
            .nonDifferentiable()
            .gives(Tensor.of((byte) 1, (byte) 0), Tensor.of(true, false), Tensor.of(true, true))
            .gives(
                Tensor.of(2, -3, -3, 2, 0),
                Tensor.of(7, -7, 7, -7, 5),
                Tensor.of(3, 3, -3, -3, 0)));
  }

  private static double gcd(double x, double y) {
    return y == 0 ? Math.abs(x) : gcd(y, x % y);
  }

  // By IEEE's remainder, whose quotient is rounded to the nearest.
  private static double mod(double x, double y) {
    if (Double.isInfinite(y) && Double.isFinite(x)) {
      return x == 0 ? Math.copySign(0, y) : x < 0 == y < 0 ? x : y;
    }
    double rest = Math.IEEEremainder(x, y);
    return rest == 0 ? Math.copySign(0, y) : rest < 0 != y < 0 ? rest + y : rest;
  }

  private static double floorDiv(double x, double y) {
    if (Double.isNaN(x) || (Double.isInfinite(x) && y != 0)) {
      return NaN;
    }
    return Double.isInfinite(y) && x != 0 && x < 0 != y < 0 ? -1 : Math.floor(x / y);
  }

  private static Stream<OpCase> powers() {
    return Stream.concat(
        divisions(),
        Stream.of(
            OpCase.binary(Powers.Pow.class, Tensor::pow)
                .reference(ElementwiseRows::power)
                .inputs(Sample.uniform(0.5, 2), Sample.uniform(-2, 3))
                .specials(SPECIALS)
                .gives(Tensor.of((byte) 1, (byte) 0), Tensor.of(true, false), Tensor.of(true, true))
                .gives(
                    Tensor.of(1, 8, -27, 1, 0, 1),
                    Tensor.of(0, 2, -3, -1, 0, 5),
                    Tensor.of(0, 3, 3, 4, 7, 0)),
            OpCase.unary(Powers.Pow.class, x -> x.pow(3))
                .named("pow of 3")
                .reference(x -> x * x * x)
                .dtypes(NUMBERS)
                .tolerance(8)
                .gives(Tensor.of(0, 1), Tensor.of(false, true)),
            function(new Powers.Reciprocal(), Tensor::reciprocal, x -> 1 / x)
                .inputs(Sample.awayFromZero(4, 0.5))
                .specials(SPECIALS),
            function(new Powers.Rsqrt(), Tensor::rsqrt, x -> 1 / Math.sqrt(x))
                .inputs(Sample.uniform(0.3, 4))
                .specials(0, -0.0, 4, -1, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN),
            function(new Powers.Cbrt(), Tensor::cbrt, Math::cbrt)
                .inputs(Sample.awayFromZero(4, 0.5))
                .specials(SPECIALS),
            OpCase.unary(
                    Powers.Ldexp.class,
                    x -> x.ldexp(Tensor.arange(x.rank() == 0 ? 1 : (int) x.dim(-1))))
                .shapes("[5]", "[2,3]")
                .sizes("[n]", "[3,n]")
                .dtypes(FLOAT32, FLOAT64)
                .gives(Tensor.of(0f, 2f, 4f, 6f), Tensor.of(0f, 1f, 1f, 0.75f)),
            OpCase.binary(Powers.Ldexp.class, Tensor::ldexp)
                .named("ldexp by numbers of its own")
                .nonDifferentiable()
                .shapes()
                .sizes()
                .gives(
                    Tensor.of(8f, 0.75f, (float) 0x1p-149, Float.POSITIVE_INFINITY),
                    Tensor.of(1f, 3f, 0x1p-100f, 1f),
                    Tensor.of(3, -2, -49, 200))
                .gives(Tensor.of(4f), Tensor.of(true), Tensor.of(2))
                .rejects(
                    "[2] [2]",
                    "ldexp: exponents must be integers; got float32[2], exponents=float32[2]"),
            OpCase.binary(Powers.Hypot.class, Tensor::hypot)
                .reference(Math::hypot)
                .inputs(Sample.awayFromZero(3, 0.2))
                .specials(SPECIALS)
                .gives(Tensor.of(1f), Tensor.of(true), Tensor.of(false))
                .gives(Tensor.of(5f, 0f), Tensor.of(3, 0), Tensor.of(4, 0))));
  }

  // C's rule, which NumPy follows: one to any power is one, and so is −1 to an infinite one.
  private static double power(double x, double y) {
    return x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
  }

  private static Stream<OpCase> logarithms() {
    return Stream.of(
        function(new Powers.Exp2(), Tensor::exp2, x -> Math.pow(2, x))
            .specials(0, 1, -1, 3, 0.5, 127, -126, -1000, 2000, NEGATIVE_INFINITY, NaN),
        function(new Powers.Expm1(), Tensor::expm1, Math::expm1)
            .specials(0, -0.0, 1e-10, -1e-10, 0.5, 88, -30, 1000, NEGATIVE_INFINITY, NaN),
        function(new Powers.Log1p(), Tensor::log1p, Math::log1p)
            .inputs(Sample.uniform(-0.8, 3))
            .specials(0, -0.0, -1, -2, 1e-10, -1e-10, 1e30, POSITIVE_INFINITY, NaN),
        function(new Powers.Log2(), Tensor::log2, x -> Math.log(x) / Math.log(2))
            .inputs(Sample.uniform(0.1, 4))
            .specials(0, -0.0, 1, -1, 1e-40, 1e30, POSITIVE_INFINITY, NaN)
            .gives(
                Tensor.of(3.0, 29.0, -1.0, 0.0, -1074.0),
                Tensor.of(8.0, 0x1p29, 0.5, 1.0, Double.MIN_VALUE)),
        function(new Powers.Log10(), Tensor::log10, Math::log10)
            .inputs(Sample.uniform(0.1, 4))
            .specials(0, -0.0, 1, -1, 1000, 1e30, POSITIVE_INFINITY, NaN),
        OpCase.binary(Powers.LogAddExp.class, Tensor::logAddExp)
            .reference((x, y) -> x == y ? x + Math.log(2) : larger(x, y, Math.E))
            .specials(SPECIALS),
        OpCase.binary(Powers.LogAddExp2.class, Tensor::logAddExp2)
            .reference((x, y) -> x == y ? x + 1 : larger(x, y, 2))
            .specials(SPECIALS));
  }

  private static double larger(double x, double y, double base) {
    return Math.max(x, y) + Math.log1p(Math.pow(base, -Math.abs(x - y))) / Math.log(base);
  }

  private static Stream<OpCase> trigonometry() {
    double[] inside = {0, -0.0, 1, -1, 0.5, 2, -2, POSITIVE_INFINITY, NaN};
    return Stream.of(
        function(new Trigonometry.Sin(), Tensor::sin, Math::sin).specials(SPECIALS),
        function(new Trigonometry.Cos(), Tensor::cos, Math::cos).specials(SPECIALS),
        function(new Trigonometry.Tan(), Tensor::tan, Math::tan)
            .inputs(Sample.uniform(-1, 1))
            .specials(SPECIALS),
        function(new Trigonometry.Asin(), Tensor::asin, Math::asin)
            .inputs(Sample.uniform(-0.8, 0.8))
            .specials(inside),
        function(new Trigonometry.Acos(), Tensor::acos, Math::acos)
            .inputs(Sample.uniform(-0.8, 0.8))
            .specials(inside),
        function(new Trigonometry.Atan(), Tensor::atan, Math::atan).specials(SPECIALS),
        function(new Trigonometry.Sinh(), Tensor::sinh, Math::sinh).specials(SPECIALS),
        function(new Trigonometry.Cosh(), Tensor::cosh, Math::cosh).specials(SPECIALS),
        function(new Trigonometry.Tanh(), Tensor::tanh, Math::tanh).specials(SPECIALS),
        function(
                new Trigonometry.Asinh(),
                Tensor::asinh,
                x -> Math.copySign(Math.log(Math.abs(x) + Math.hypot(x, 1)), x))
            .specials(0, -0.0, 1, -1, 1e20, -1e20, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN),
        function(
                new Trigonometry.Acosh(),
                Tensor::acosh,
                x -> Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1)))
            .inputs(Sample.uniform(1.2, 4))
            .specials(1, 2, 0.5, -3, 1e20, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN),
        function(new Trigonometry.Atanh(), Tensor::atanh, x -> (Math.log1p(x) - Math.log1p(-x)) / 2)
            .inputs(Sample.uniform(-0.8, 0.8))
            .specials(inside),
        function(
                new Trigonometry.Sinc(),
                Tensor::sinc,
                x -> x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
            .inputs(Sample.awayFromZero(2, 0.3))
            .specials(0, -0.0, 1, 0.5, 1e-20, NaN),
        OpCase.binary(Trigonometry.Atan2.class, Tensor::atan2)
            .reference(Math::atan2)
            .inputs(Sample.awayFromZero(3, 0.5))
            .specials(SPECIALS));
  }

  private static Stream<OpCase> special() {
    return Stream.of(
        function(new SpecialFunctions.Sigmoid(), Tensor::sigmoid, x -> 1 / (1 + Math.exp(-x)))
            .specials(SPECIALS),
        function(
                new SpecialFunctions.LogSigmoid(),
                Tensor::logSigmoid,
                x -> -Math.log1p(Math.exp(-x)))
            .specials(0, 1, -1, 40, -40, 700, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN),
        function(new SpecialFunctions.Softplus(), Tensor::softplus, x -> Math.log1p(Math.exp(x)))
            .specials(0, 1, -1, 40, -40, 700, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN),
        function(new SpecialFunctions.Erf(), Tensor::erf, x -> area(x, 4000))
            .tolerance(4)
            .specials(SPECIALS)
            .gives(
                Tensor.of(0.8427007929497149, 0.9953222650189527, -0.9999779095030014),
                Tensor.of(1.0, 2.0, -3.0)),
        function(new SpecialFunctions.Erfc(), Tensor::erfc, x -> 1 - area(x, 4000))
            .tolerance(4)
            .specials(SPECIALS)
            .gives(
                Tensor.of(0.15729920705028513, 0.004677734981047266, 1.9999779095030015),
                Tensor.of(1.0, 2.0, -3.0)),
        function(new SpecialFunctions.ErfInv(), Tensor::erfInv, ElementwiseRows::inverse)
            .inputs(Sample.uniform(-0.9, 0.9))
            .tolerance(64)
            .specials(0, -0.0, 0.5, 1, -1, 2, NaN)
            .gives(
                Tensor.of(0.4769362762044699, -1.8213863677184496, 4.572824958544925),
                Tensor.of(0.5, -0.99, 0.9999999999)),
        function(new SpecialFunctions.Gelu(), Tensor::gelu, ElementwiseRows::gelu)
            .tolerance(64)
            .specials(0, -0.0, 1, -1, 0.5, -2.5, 40, -40, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
            .gives(
                Tensor.of(0.8413447460685429, -0.15865525393145707, -0.0040496940948893),
                Tensor.of(1.0, -1.0, -3.0)),
        function(
                new SpecialFunctions.GeluSlope(),
                x -> Tensor.apply(new SpecialFunctions.GeluSlope(), x).getFirst(),
                ElementwiseRows::geluSlope)
            .tolerance(64)
            .specials(0, -0.0, 1, -1, 0.5, -2.5, 40, -40, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
            .gives(
                Tensor.of(0.5, 1.0833154705876864, -0.08331547058768641),
                Tensor.of(0.0, 1.0, -1.0)),
        // scipy.special.gammainc
        OpCase.binary(SpecialFunctions.GammaInc.class, Tensor::gammainc)
            .inputs(Sample.uniform(0.2, 9), Sample.uniform(0.1, 12))
            .sizes("[33] [33]", "[2,2000] [2,1]")
            .tolerance(32)
            .gives(
                Tensor.of(
                    0.34527915398142317,
                    0.6321205588285577,
                    0.8437643724222779,
                    0.1821039159774551,
                    0.8417213299399129),
                Tensor.of(0.5, 1, 2.5, 30, 100),
                Tensor.of(0.1, 1, 4, 25, 110))
            .gives(
                Tensor.of(NaN, 1.0, NaN, 0, 0, NaN, 1, NaN, NaN),
                Tensor.of(0.0, 0, -1, 2, POSITIVE_INFINITY, POSITIVE_INFINITY, 2, NaN, 2),
                Tensor.of(0.0, 2, 1, 0, 2, POSITIVE_INFINITY, POSITIVE_INFINITY, 2, -1))
            .gives(Tensor.of(0.63212055f), Tensor.of(1), Tensor.of(true))
            .rejects(
                "[2] [3]",
                "gammaInc: shapes do not broadcast: float32[2] with float32[3], 2 ≠ 3 at axis -1"),
        OpCase.binary(
                SpecialFunctions.GammaDensity.class,
                (a, x) -> OpTable.applied(new SpecialFunctions.GammaDensity(1), a, x))
            .named("gammaDensity, its slope")
            .inputs(Sample.uniform(0.2, 9), Sample.uniform(0.1, 12))
            .sizes("[33] [33]", "[2,2000] [2,1]")
            .gives(Tensor.of(0.21234577623937842, 0.0), Tensor.of(1.0, 2), Tensor.of(1.0, 0)),
        OpCase.unary(SpecialFunctions.BesselI.class, Tensor::i0)
            .named("i0")
            .reference(ElementwiseRows::bessel)
            .dtypes(NUMBERS)
            .tolerance(4)
            .specials(0, 1, -1, 10, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN));
  }

  private static double gelu(double x) {
    return x == NEGATIVE_INFINITY ? -0.0 : x * (1 + area(x * Math.sqrt(0.5), 4000)) / 2;
  }

  private static double geluSlope(double x) {
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    double distribution = (1 + area(x * Math.sqrt(0.5), 4000)) / 2;
    return density == 0 ? distribution : distribution + x * density;
  }

  // The integral of the error function by Simpson's rule, its sum compensated (Kahan).
  private static double area(double x, int parts) {
    if (!(Math.abs(x) < 6)) {
      return Math.signum(x);
    }
    double step = x / parts;
    double sum = 1 + Math.exp(-x * x);
    double lost = 0;
    for (int i = 1; i < parts; i++) {
      double next = (i % 2 == 1 ? 4 : 2) * Math.exp(-(i * step) * (i * step)) - lost;
      double longer = sum + next;
      lost = longer - sum - next;
      sum = longer;
    }
    return 2 / Math.sqrt(Math.PI) * sum * step / 3;
  }

  private static double inverse(double y) {
    if (!(Math.abs(y) < 1)) {
      return Math.abs(y) == 1 ? y / 0 : NaN;
    }
    double low = -6;
    double high = 6;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (area(middle, 2000) < y) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return y == 0 ? y : low;
  }

  // The integral exp(x·cos t) dt / π over [0, π] by the trapezoidal rule, which is exact here.
  private static double bessel(double x) {
    if (Double.isInfinite(x)) {
      return POSITIVE_INFINITY;
    }
    double sum = Math.cosh(x);
    for (int i = 1; i < 64; i++) {
      sum += Math.exp(x * Math.cos(i * Math.PI / 64));
    }
    return sum / 64;
  }

  private static Stream<OpCase> logic() {
    return Stream.of(
        relation(Logic.LogicalAnd.class, Tensor::logicalAnd, (x, y) -> x != 0 && y != 0 ? 1 : 0),
        relation(Logic.LogicalOr.class, Tensor::logicalOr, (x, y) -> x != 0 || y != 0 ? 1 : 0),
        relation(Logic.LogicalXor.class, Tensor::logicalXor, (x, y) -> x != 0 ^ y != 0 ? 1 : 0),
        relation(Logic.IsClose.class, Tensor::isClose, ElementwiseRows::close),
        relation(
                Logic.IsClose.class,
                (x, y) -> x.isClose(y, 0, 1, true),
                (x, y) -> x == y || Math.abs(x - y) <= 1 || (x != x && y != y) ? 1 : 0)
            .named("isClose within 1"),
        test(Logic.LogicalNot.class, Tensor::logicalNot, x -> x == 0 ? 1 : 0),
        test(Logic.IsNan.class, Tensor::isNan, x -> x != x ? 1 : 0),
        test(Logic.IsInf.class, Tensor::isInf, x -> Double.isInfinite(x) ? 1 : 0),
        test(Logic.IsFinite.class, Tensor::isFinite, x -> Double.isFinite(x) ? 1 : 0),
        test(Logic.SignBit.class, Tensor::signBit, x -> Math.copySign(1, x) < 0 ? 1 : 0));
  }

  private static double close(double x, double y) {
    boolean near = Double.isFinite(y) && Math.abs(x - y) <= 1e-8 + 1e-5 * Math.abs(y);
    return x == y || near ? 1 : 0;
  }

  private static OpCase relation(
      Class<? extends Op> op, BinaryOperator<Tensor> call, DoubleBinaryOperator reference) {
    String name = name(op);
    return OpCase.binary(op, call)
        .reference(reference)
        .inputs(Sample.whole(-1, 2))
        .dtypes(ALL)
        .specials(0, -0.0, 1, 1.000001, -1, POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN)
        .nonDifferentiable()
        .rejects(
            "[2,3] [4]",
            name + ": shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis -1");
  }

  private static OpCase test(
      Class<? extends Op> op, UnaryOperator<Tensor> call, DoubleUnaryOperator reference) {
    return OpCase.unary(op, call)
        .reference(reference)
        .inputs(Sample.whole(-1, 2))
        .dtypes(ALL)
        .specials(SPECIALS)
        .nonDifferentiable();
  }

  private static Stream<OpCase> bits() {
    Sample places = Sample.whole(0, 5);
    return Stream.of(
        bitwise(Bits.BitwiseAnd.class, Tensor::bitwiseAnd, (x, y) -> (long) x & (long) y),
        bitwise(Bits.BitwiseOr.class, Tensor::bitwiseOr, (x, y) -> (long) x | (long) y),
        bitwise(Bits.BitwiseXor.class, Tensor::bitwiseXor, (x, y) -> (long) x ^ (long) y),
        OpCase.unary(Bits.BitwiseNot.class, Tensor::bitwiseNot)
            .reference(x -> ~(long) x)
            .inputs(Sample.whole(-100, 100))
            .dtypes(INTEGERS)
            .nonDifferentiable()
            .rejects("[2]", "bitwiseNot: needs integers or bool; got float32[2]")
            .gives(Tensor.of(false, true), Tensor.of(true, false)),
        OpCase.binary(Bits.LeftShift.class, Tensor::leftShift)
            .reference((x, y) -> (long) x << (long) y)
            .inputs(Sample.whole(-100, 100), places)
            .dtypes(INTEGERS)
            .nonDifferentiable()
            .rejects("[2] int32[2]", "leftShift: needs integers; got float32[2], int32[2]")
            .gives(Tensor.of((byte) 2, (byte) 0), Tensor.of(true, false), Tensor.of(true, true))
            .gives(Tensor.of(0, 0, 1 << 31), Tensor.of(1, 1, 1), Tensor.of(32, -1, 31)),
        OpCase.binary(Bits.RightShift.class, Tensor::rightShift)
            .reference((x, y) -> (long) x >> (long) y)
            .inputs(Sample.whole(-100, 100), places)
            .dtypes(INTEGERS)
            .nonDifferentiable()
            .rejects("[2] int32[2]", "rightShift: needs integers; got float32[2], int32[2]")
            .gives(Tensor.of(0, -1, -1, 3), Tensor.of(5, -5, -5, 7), Tensor.of(40, 40, -1, 1)));
  }

  private static OpCase bitwise(
      Class<? extends Op> op, BinaryOperator<Tensor> call, DoubleBinaryOperator reference) {
    String name = name(op);
    return OpCase.binary(op, call)
        .reference(reference)
        .inputs(Sample.whole(-100, 100))
        .dtypes(INT32, INT64, UINT8, BOOL)
        .nonDifferentiable()
        .rejects("[2] int32[2]", name + ": needs integers or bool; got float32[2], int32[2]");
  }

  // A row of a function of numbers and truth values.
  private static OpCase unary(
      Class<? extends Op> op, UnaryOperator<Tensor> call, DoubleUnaryOperator reference) {
    return OpCase.unary(op, call).reference(reference).dtypes(ALL);
  }

  // A row of a function with floating results that backends compute by polynomials of their own.
  private static OpCase function(
      Elementwise.Floating op, UnaryOperator<Tensor> call, DoubleUnaryOperator reference) {
    return unary(op.getClass(), call, reference).backendTolerance(4);
  }

  private static String name(Class<? extends Op> op) {
    String simple = op.getSimpleName();
    return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }
}

package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Element-wise operations at the edges of their domains and kinks, and called wrongly.
class ElementwiseCallsTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  /// A wrong call, the type of what it throws, and the message.
  record Wrong(String call, Class<? extends Throwable> type, String message, Runnable action) {
    @Override
    public String toString() {
      return call;
    }
  }

  private static Wrong dtype(String call, Runnable action, String message) {
    return new Wrong(call, DTypeException.class, message, action);
  }

  private static Wrong shape(String call, Runnable action, String message) {
    return new Wrong(call, ShapeException.class, message, action);
  }

  private static Wrong argument(String call, Runnable action, String message) {
    return new Wrong(call, IllegalArgumentException.class, message, action);
  }

  static Stream<Wrong> calls() {
    Tensor x = Tensor.zeros(2, 3);
    Tensor truth = Tensor.of(true, false);
    Tensor whole = Tensor.of(1, 2);
    return Stream.of(
        dtype("neg of bool", truth::neg, "neg: needs numbers; got bool[2]"),
        dtype("sub of bool", () -> truth.sub(truth), "sub: needs numbers; got bool[2], bool[2]"),
        dtype(
            "gcd of bool",
            () -> truth.gcd(whole),
            "gcd: needs integers of a common integer type; got bool[2], int32[2]"),
        dtype(
            "ldexp by floats",
            () -> x.ldexp(x),
            "ldexp: exponents must be integers; got float32[2, 3], exponents=float32[2, 3]"),
        dtype(
            "clip to numbers that the type has not",
            () -> Tensor.of(1, 2).cast(DType.UINT8).clip(-5, -3),
            "clip: uint8 holds no number from -5 to -3; got uint8[2]"),
        dtype(
            "bits of floats",
            () -> x.bitwiseAnd(1),
            "bitwiseAnd: needs integers or bool; got float32[2, 3], float32[]"),
        dtype(
            "bits of an integer and a float",
            () -> whole.bitwiseOr(Tensor.of(1f)),
            "bitwiseOr: needs integers or bool; got int32[2], float32[]"),
        dtype(
            "not of the bits of a double",
            () -> Tensor.of(1.0).bitwiseNot(),
            "bitwiseNot: needs integers or bool; got float64[]"),
        dtype(
            "shift of bool",
            () -> truth.leftShift(1),
            "leftShift: needs integers; got bool[2], int32[]"),
        dtype(
            "shift by a float",
            () -> whole.rightShift(Tensor.of(1f)),
            "rightShift: needs integers; got int32[2], float32[]"),
        argument(
            "an integer to a negative power",
            () -> whole.pow(-1),
            "pow: integers take no negative powers; got 1 to the power of -1"),
        argument(
            "integers to negative powers",
            () -> Tensor.of(5L, 7L).pow(Tensor.of(2L, -3L)),
            "pow: integers take no negative powers; got 7 to the power of -3"),
        argument(
            "a negative tolerance",
            () -> x.isClose(x, -1, 0, false),
            "isClose: tolerances must be at least 0; got relative=-1.0, absolute=0.0"),
        argument(
            "a tolerance that is no number",
            () -> x.isClose(x, 0, Double.NaN, false),
            "isClose: tolerances must be at least 0; got relative=0.0, absolute=NaN"),
        shape(
            "logicalAnd of other lengths",
            () -> x.logicalAnd(truth),
            "logicalAnd: shapes do not broadcast: float32[2, 3] with bool[2], 3 ≠ 2 at axis -1"),
        shape(
            "clip with bounds of other lengths",
            () -> x.clip(Tensor.zeros(4), Tensor.zeros(4)),
            "maximum: shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis -1"),
        shape(
            "atan2 of other lengths",
            () -> x.atan2(Tensor.zeros(3, 1)),
            "atan2: shapes do not broadcast: float32[2, 3] with float32[3, 1], 2 ≠ 3 at axis -2"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.action()::run).isInstanceOf(wrong.type()).hasMessage(wrong.message());
  }

  @Test
  void gradientsAtKinksAreTensorFlows() {
    assertThat(gradient(Tensor::abs, 0)).isEqualTo(0);
    assertThat(gradient(Tensor::sign, 3)).isEqualTo(0);
    assertThat(gradient(x -> x.maximum(2), 2)).isEqualTo(1);
    assertThat(gradient(x -> x.minimum(2), 2)).isEqualTo(1);
    assertThat(gradient(x -> Tensor.of(2.0).maximum(x), 2)).isEqualTo(0);
    assertThat(gradient(x -> x.clip(-1, 1), -1)).isEqualTo(1);
    assertThat(gradient(x -> x.clip(-1, 1), 1)).isEqualTo(1);
    assertThat(gradient(x -> x.clip(-1, 1), 1.5)).isEqualTo(0);
    assertThat(gradient(x -> x.hypot(0), 0)).isEqualTo(0);
    assertThat(gradient(x -> x.divNoNan(Tensor.of(0.0)), 3)).isEqualTo(0);
    assertThat(gradient(Tensor::sinc, 0)).isEqualTo(0);
    assertThat(gradient(Tensor::sqrt, 0)).isInfinite();
  }

  @Test
  void gradientsOfPowersAtZero() {
    assertThat(gradient(x -> x.pow(0), 0)).isEqualTo(0);
    assertThat(gradient(x -> x.pow(1), 0)).isEqualTo(1);
    assertThat(gradient(x -> x.pow(2), 0)).isEqualTo(0);
    assertThat(gradient(x -> Tensor.of(0.0).pow(x), 3)).isEqualTo(0);
    assertThat(gradient(x -> Tensor.of(0.0).pow(x), 0)).isEqualTo(0);
    assertThat(gradient(x -> Tensor.of(-2.0).pow(x), 3)).isNaN();
    assertThat(gradient(x -> x.pow(3), -2)).isEqualTo(12);
  }

  private static double gradient(UnaryOperator<Tensor> f, double at) {
    Tensor x = Tensor.of(at);
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      return tape.gradient(f.apply(x), x).item();
    }
  }

  @Test
  void nanPassesThroughChoicesAndBounds() {
    Tensor x = Tensor.of(Float.NaN, 1, -1);
    assertThat(x.maximum(0).toFloatArray()).containsExactly(Float.NaN, 1, 0);
    assertThat(Tensor.of(0f).minimum(x).toFloatArray()).containsExactly(Float.NaN, 0, -1);
    assertThat(x.clip(0, 1).toFloatArray()).containsExactly(Float.NaN, 1, 0);
    assertThat(x.clip(5, 2).toFloatArray()).containsExactly(Float.NaN, 2, 2);
    assertThat(x.relu().toFloatArray()).containsExactly(Float.NaN, 1, 0);
  }

  @Test
  void powersFollowC() {
    Tensor base = Tensor.of(0f, Float.NaN, 1, -1, -8, 0, 2);
    Tensor power = Tensor.of(0f, 0, Float.NaN, INF, 1 / 3f, -1, 0.5f);
    assertThat(base.pow(power).toFloatArray())
        .containsExactly(1, 1, 1, 1, Float.NaN, INF, 1.4142135f);
    assertThat(Tensor.of(3, 10).pow(20).toIntArray())
        .containsExactly((int) 3_486_784_401L, 1_661_992_960);
    assertThat(Tensor.of(2, 3).pow(0.5).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Tensor.of(true, false).pow(2).toIntArray()).containsExactly(1, 0);
  }

  @Test
  void divisionsByZeroAreNumPys() {
    assertThat(Tensor.of(7, -7, 0).floorDiv(0).toIntArray()).containsExactly(0, 0, 0);
    assertThat(Tensor.of(7, -7, 0).mod(0).toIntArray()).containsExactly(0, 0, 0);
    assertThat(Tensor.of(7f, -7, 0).floorDiv(0).toFloatArray())
        .containsExactly(INF, -INF, Float.NaN);
    assertThat(Tensor.of(7f, 0).mod(0).toFloatArray()).containsExactly(Float.NaN, Float.NaN);
    assertThat(Tensor.of(1f).floorDiv(0.1).item()).isEqualTo(9);
    assertThat(Tensor.of(Integer.MIN_VALUE).floorDiv(-1).toIntArray())
        .containsExactly(Integer.MIN_VALUE);
    assertThat(Tensor.of(4f, 0).divNoNan(Tensor.of(0f, 0)).toFloatArray()).containsExactly(0, 0);
  }

  @Test
  void roundsToDecimals() {
    assertThat(Tensor.of(1.005, 2.675, -1.25).round(1).toDoubleArray())
        .containsExactly(1.0, 2.7, -1.2);
    assertThat(Tensor.of(15, 25, -35, 1234).round(-1).toIntArray())
        .containsExactly(20, 20, -40, 1230);
    assertThat(Tensor.of(15, 25).round(3).toIntArray()).containsExactly(15, 25);
    assertThat(Tensor.of(1250f).round(-2).item()).isEqualTo(1200);
  }

  @Test
  void answersQuestions() {
    Tensor x = Tensor.of(1, INF, -INF, Float.NaN);
    assertThat(x.isNan()).hasToString("[False False False  True]");
    assertThat(x.isInf()).hasToString("[False  True  True False]");
    assertThat(x.isFinite()).hasToString("[ True False False False]");
    assertThat(x.isClose(x)).hasToString("[ True  True  True False]");
    assertThat(x.isClose(x, 0, 0, true)).hasToString("[ True  True  True  True]");
    assertThat(x.logicalNot()).hasToString("[False False False False]");
    assertThat(Tensor.of(1, 2).isFinite()).hasToString("[ True  True]");
    assertThat(x.nanToNum().toFloatArray())
        .containsExactly(1, Float.MAX_VALUE, -Float.MAX_VALUE, 0);
    assertThat(x.nanToNum(5, 6, 7).toFloatArray()).containsExactly(1, 6, 7, 5);
    assertThat(Tensor.of(3).nanToNum().dtype()).isEqualTo(DType.INT32);
  }

  @Test
  void bitsOfBytesStayInTheByte() {
    Tensor x = Tensor.ofUnsigned(new byte[] {0, 1, (byte) 200}, Shape.of(3));
    assertThat(x.bitwiseNot().toIntArray()).containsExactly(255, 254, 55);
    assertThat(x.leftShift(1).toIntArray()).containsExactly(0, 2, 144);
    assertThat(x.rightShift(3).toIntArray()).containsExactly(0, 0, 25);
    assertThat(x.bitwiseXor(255).toIntArray()).containsExactly(255, 254, 55);
    assertThat(Tensor.of(true, false).bitwiseAnd(Tensor.of(true, true)).dtype())
        .isEqualTo(DType.BOOL);
  }

  @Test
  void unsignedNumbersOfSixtyFourBitsAreNotNegative() {
    Tensor x = Tensor.ofUnsigned(new long[] {-1, 7}, Shape.of(2));
    Tensor y = Tensor.ofUnsigned(new long[] {2, 3}, Shape.of(2));
    assertThat(x.maximum(y)).hasToString("[18446744073709551615                    7]");
    assertThat(x.minimum(y)).hasToString("[2 3]");
    assertThat(x.abs()).hasToString("[18446744073709551615                    7]");
    assertThat(x.sign()).hasToString("[1 1]");
    assertThat(x.mod(y)).hasToString("[1 1]");
    assertThat(x.floorDiv(y)).hasToString("[9223372036854775807                   2]");
    assertThat(y.pow(y)).hasToString("[ 4 27]");
    assertThat(x.rightShift(y)).hasToString("[4611686018427387903                   0]");
    assertThat(x.min()).hasToString("7");
    assertThat(x.argMin()).hasToString("1");
    assertThat(x.sort(0)).hasToString("[                   7 18446744073709551615]");
  }
}

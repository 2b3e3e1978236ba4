package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Conversions beyond an integer's range: the whole part modulo 2ⁿ, of NaN and ±∞ it is 0.
class CastTest {
  private static final double[] NUMBERS = {
    0,
    -0.0,
    0.5,
    -0.5,
    -1,
    1.9,
    -1.9,
    127,
    128,
    -128,
    -129,
    255,
    256,
    300.7,
    32767,
    32768,
    -32769,
    65535,
    65536,
    0x1p31 - 1,
    0x1p31,
    -0x1p31,
    -0x1p31 - 1,
    3e9,
    0x1p32,
    0x1p32 + 5,
    0x1p53 + 2,
    0x1p63,
    -0x1p63,
    0x1p63 + 0x1p11,
    1e19,
    -1e19,
    0x1p64,
    0x1p64 + 0x1p12,
    1.5e30,
    -1.5e300,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  static Stream<DType> floats() {
    return Arrays.stream(DType.values()).filter(DType::isFloating);
  }

  private static Stream<DType> integers() {
    return Arrays.stream(DType.values()).filter(DType::isInteger);
  }

  private static long expected(double number, DType dtype) {
    BigInteger whole =
        Double.isFinite(number) ? new BigDecimal(number).toBigInteger() : BigInteger.ZERO;
    long low = whole.longValue();
    int spare = Long.SIZE - 8 * dtype.bytes();
    return dtype.isUnsigned() ? low << spare >>> spare : low << spare >> spare;
  }

  @ParameterizedTest
  @MethodSource("floats")
  void floatsWrapAroundInEveryType(DType from) {
    // Enough of them that every path of a kernel has some.
    double[] many =
        DoubleStream.iterate(0, i -> i + 1)
            .limit(1100)
            .map(i -> NUMBERS[(int) i % NUMBERS.length])
            .toArray();
    Tensor x = Tensor.of(many).cast(from);
    double[] given = x.cast(DType.FLOAT64).toDoubleArray();
    integers()
        .forEach(to -> {
          long[] expected = Arrays.stream(given).mapToLong(v -> expected(v, to)).toArray();
          assertThat(x.cast(to).toLongArray()).as("%s to %s", from, to).isEqualTo(expected);
          Tensor strided = Tensor.stack(-1, x, x).get("..., 1");
          assertThat(strided.cast(to).toLongArray()).isEqualTo(expected);
          assertThat(recorded(x, to).toLongArray()).isEqualTo(expected);
          Variable variable = new Variable("v", Tensor.zeros(x.type().withDType(to)));
          variable.assignAdd(x);
          assertThat(variable.value().toLongArray()).isEqualTo(expected);
          Tensor scalar =
              ScopedValue.where(Device.SCOPE, Cpu.with("scalar", 2))
                  .call(() -> Tensor.of(many).cast(from).cast(to));
          assertThat(scalar.toLongArray()).isEqualTo(expected);
        });
  }

  // Between other element-wise steps, as in a chain.
  private static Tensor recorded(Tensor x, DType to) {
    Graph graph =
        Graph.trace(in -> List.of(in.getFirst().neg().neg().cast(to).add(0)), List.of(x.type()));
    return new Program(graph, Device.current()).run(List.of(x)).getFirst();
  }

  @Test
  void integersWrapAroundInEveryType() {
    long[] numbers = {0, 1, -1, 127, 128, -129, 300, 1L << 31, -(1L << 31) - 1, 1L << 40, -7};
    Tensor x = Tensor.of(numbers);
    integers()
        .forEach(from ->
            integers()
                .forEach(to -> {
                  long[] given = x.cast(from).toLongArray();
                  int spare = Long.SIZE - 8 * to.bytes();
                  long[] expected =
                      Arrays.stream(given)
                          .map(v -> to.isUnsigned() ? v << spare >>> spare : v << spare >> spare)
                          .toArray();
                  assertThat(x.cast(from).cast(to).toLongArray()).isEqualTo(expected);
                }));
  }

  @Test
  void truthIsWhatIsNotZero() {
    Tensor x = Tensor.of(0.0, -0.0, 0.5, -1e300, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(x.cast(DType.BOOL).toBooleanArray())
        .containsExactly(false, false, true, true, true, true);
  }
}

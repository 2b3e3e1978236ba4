package io.gradus.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Conversions against a slow reference: elements as exact numbers.
class CastsTest {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

  private static final double[] NUMBERS = {
    0,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    127,
    128,
    255,
    256,
    -128,
    -129,
    32_767,
    32_768,
    65_535,
    65_536,
    -32_768,
    -32_769,
    65_503,
    65_504,
    65_519,
    65_520,
    0x1p31,
    -0x1p31,
    0x1p32,
    0x1.fffffep31,
    1e9 + 7,
    0x1p53,
    0x1p62,
    0x1p63,
    0x1.fffffffffffffp62,
    0x1.8p63,
    -0x1p63,
    0x1p-14,
    0x1p-24,
    0x1p-25,
    0x1.0000000000001p-25,
    0x1.004p0,
    0x1.002p0,
    0x1.0020000000001p0,
    0x1.006p0,
    0x1.01p0,
    0x1.0100000000001p0,
    0x1.03p0,
    0x1p-126,
    0x1p-133,
    0x1p-134,
    0x1.8p-134,
    0x1p-149,
    0x1p-150,
    0x1.fefp127,
    0x1.ffp127,
    0x1.fffffefp127,
    1e300,
    Math.PI,
    -Math.E,
    1.0 / 3
  };

  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    127,
    128,
    -128,
    -129,
    255,
    256,
    2049,
    2050,
    2051,
    32_767,
    32_768,
    -32_769,
    65_535,
    65_519,
    65_520,
    65_536,
    0x101,
    0x103,
    0x1010001,
    0x1018000,
    0x1008000,
    0x1008001,
    16_777_217,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    (1L << 53) + 1,
    (1L << 62) + 1,
    0x4040_0000_0000_0001L,
    0x40C0_0000_0000_0000L,
    0x40C0_0000_0000_0001L,
    0x4000_0040_0000_0001L,
    0x7FFF_FF80_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x8080_0000_0000_0001L,
    0x8000_0080_0000_0001L,
    0x8000_0000_0000_0401L,
    -2
  };

  static Stream<DType> types() {
    return Stream.of(DType.values());
  }

  @ParameterizedTest
  @MethodSource("types")
  void convertToEveryType(DType from) {
    for (Tensor x : List.of(Tensor.of(NUMBERS).cast(from), Tensor.of(INTEGERS).cast(from))) {
      for (DType to : DType.values()) {
        Tensor cast = x.cast(to);
        for (int i = 0; i < x.size(); i++) {
          assertThat(bits(cast, i))
              .as("%s to %s: %s", from, to, exact(x, i))
              .isEqualTo(expected(exact(x, i), to));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void everyPatternOfSixteenBitsSurvives(DType half) {
    short[] bits = new short[1 << 16];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (short) i;
    }
    Tensor x = of(half, bits);
    double[] values = x.toDoubleArray();
    for (int i = 0; i < bits.length; i++) {
      assertThat(values[i]).as("pattern %x", i).isEqualTo(Double.valueOf(value(half, i)));
    }
    for (DType wide : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Strided again = x.cast(wide).cast(half).strided();
      short[] back = again.shorts();
      for (int i = 0; i < bits.length; i++) {
        if (Double.isNaN(values[i])) {
          assertThat(value(half, back[i] & 0xFFFF)).as("NaN %x", i).isNaN();
        } else {
          assertThat(back[i]).as("pattern %x", i).isEqualTo(bits[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void whatLiesBetweenTwoHalvesGoesToTheNearest(DType half) {
    int infinity = half == DType.FLOAT16 ? 0x7C00 : 0x7F80;
    double[] betweens = new double[3 * infinity];
    for (int i = 0; i < infinity; i++) {
      // Beyond the largest number its successor would be the next power of two.
      double next =
          i + 1 == infinity ? (half == DType.FLOAT16 ? 0x1p16 : 0x1p128) : value(half, i + 1);
      double middle = (value(half, i) + next) / 2;
      betweens[3 * i] = Math.nextDown(middle);
      betweens[3 * i + 1] = middle;
      betweens[3 * i + 2] = Math.nextUp(middle);
    }
    Tensor cast = Tensor.of(betweens).cast(half);
    Tensor negative = Tensor.of(betweens).neg().cast(half);
    for (int i = 0; i < infinity; i++) {
      assertThat(bits(cast, 3 * i)).as("below %x", i).isEqualTo(i);
      assertThat(bits(cast, 3 * i + 1)).as("middle %x", i).isEqualTo(i + i % 2);
      assertThat(bits(cast, 3 * i + 2)).as("above %x", i).isEqualTo(i + 1);
      assertThat(bits(negative, 3 * i + 1)).isEqualTo(0x8000 | (i + i % 2));
    }
  }

  @Test
  void infinitiesAndNaN() {
    Tensor x = Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0);
    for (DType to : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)) {
      assertThat(x.cast(to).toDoubleArray())
          .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0);
    }
    assertThat(x.cast(DType.BOOL)).hasToString("[ True  True  True False]");
    for (DType to : DType.values()) {
      if (!to.isFloating() && to != DType.BOOL) {
        assertThat(x.cast(to).toLongArray()).as(to.toString()).containsOnly(0);
      }
    }
  }

  @Test
  void fillConverts() {
    for (DType dtype : DType.values()) {
      assertThat(Tensor.full(Shape.of(3), 1.25, dtype).toDoubleArray())
          .containsOnly(dtype.isFloating() ? 1.25 : 1);
    }
    assertThat(Tensor.full(Shape.of(2), 1e19, DType.UINT64))
        .hasToString("[10000000000000000000 10000000000000000000]");
    assertThat(Tensor.full(Shape.of(1), (1L << 62) + 1, DType.UINT64))
        .hasToString("[4611686018427387905]");
    assertThat(Tensor.full(Shape.of(1), 0.1, DType.FLOAT16)).hasToString("[0.1]");
  }

  private static Tensor of(DType dtype, Object array) {
    ArrayStorage storage = new ArrayStorage(dtype, Device.current(), array);
    return Tensor.of(Strided.dense(storage, Shape.of(storage.length())));
  }

  /// The bits of an element as they stand in storage, as an unsigned number of the type's width.
  private static long bits(Tensor x, int i) {
    return switch (((ArrayStorage) x.strided().storage()).array()) {
      case byte[] bytes -> bytes[i] & 0xFF;
      case short[] shorts -> shorts[i] & 0xFFFF;
      case int[] ints -> ints[i] & 0xFFFF_FFFFL;
      case long[] longs -> longs[i];
      case float[] floats -> Float.floatToIntBits(floats[i]) & 0xFFFF_FFFFL;
      case double[] doubles -> Double.doubleToLongBits(doubles[i]);
      default -> throw new AssertionError(x);
    };
  }

  /// The number that an element is, as a `BigDecimal`; an infinity or a zero with a sign as itself.
  private static Object exact(Tensor x, int i) {
    long bits = bits(x, i);
    return switch (x.dtype()) {
      case BOOL, UINT8, UINT16, UINT32 -> BigDecimal.valueOf(bits);
      case UINT64 -> new BigDecimal(BigInteger.valueOf(bits).mod(WORD));
      case INT8 -> BigDecimal.valueOf((byte) bits);
      case INT16 -> BigDecimal.valueOf((short) bits);
      case INT32 -> BigDecimal.valueOf((int) bits);
      case INT64 -> BigDecimal.valueOf(bits);
      case FLOAT16, BFLOAT16 -> exact(value(x.dtype(), (int) bits));
      case FLOAT32 -> exact(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> exact(Double.longBitsToDouble(bits));
    };
  }

  private static Object exact(double value) {
    return Double.isInfinite(value) || value == 0 ? value : new BigDecimal(value);
  }

  /// The value of a pattern of 16 bits, from its parts.
  private static double value(DType half, int bits) {
    int fraction = half == DType.FLOAT16 ? 10 : 7;
    int exponents = 15 - fraction;
    int bias = (1 << (exponents - 1)) - 1;
    int exponent = (bits >> fraction) & ((1 << exponents) - 1);
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    double digits = Math.scalb((double) (bits & ((1 << fraction) - 1)), -fraction);
    if (exponent == (1 << exponents) - 1) {
      return digits == 0 ? sign / 0 : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb(digits, 1 - bias)
        : sign * Math.scalb(1 + digits, exponent - bias);
  }

  /// The bits that a number should have in a type.
  private static long expected(Object exact, DType to) {
    if (to.isFloating()) {
      return floating(exact, to);
    }
    if (exact instanceof Double special) {
      return to == DType.BOOL && special != 0 ? 1 : 0;
    }
    BigDecimal number = (BigDecimal) exact;
    if (to == DType.BOOL) {
      return number.signum() == 0 ? 0 : 1;
    }
    return number.toBigInteger().longValue() & mask(to);
  }

  private static long mask(DType to) {
    return -1L >>> (Long.SIZE - 8 * to.bytes());
  }

  private static long floating(Object exact, DType to) {
    if (exact instanceof Double special) {
      return special == 0 && 1 / special > 0 ? 0 : bits(to, special);
    }
    BigDecimal number = (BigDecimal) exact;
    return switch (to) {
      case FLOAT64 -> Double.doubleToLongBits(number.doubleValue());
      case FLOAT32 -> Float.floatToIntBits(number.floatValue()) & 0xFFFF_FFFFL;
      default -> nearest(number, to);
    };
  }

  private static long bits(DType to, double special) {
    return switch (to) {
      case FLOAT64 -> Double.doubleToLongBits(special);
      case FLOAT32 -> Float.floatToIntBits((float) special) & 0xFFFF_FFFFL;
      default ->
          (special == 0 ? 0 : to == DType.FLOAT16 ? 0x7C00 : 0x7F80)
              | (Math.copySign(1, special) < 0 ? 0x8000 : 0);
    };
  }

  /// Searched among all numbers of the type, by distance.
  private static long nearest(BigDecimal number, DType to) {
    int infinity = to == DType.FLOAT16 ? 0x7C00 : 0x7F80;
    int low = 0;
    int high = infinity;
    BigDecimal size = number.abs();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (new BigDecimal(value(to, middle)).compareTo(size) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    BigDecimal above =
        new BigDecimal(
            high == infinity ? (to == DType.FLOAT16 ? 0x1p16 : 0x1p128) : value(to, high));
    BigDecimal below = new BigDecimal(value(to, low));
    int nearer = size.subtract(below).compareTo(above.subtract(size));
    int chosen = nearer < 0 || (nearer == 0 && low % 2 == 0) ? low : high;
    return chosen | (number.signum() < 0 ? 0x8000 : 0);
  }
}

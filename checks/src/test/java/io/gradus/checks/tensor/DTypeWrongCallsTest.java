package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Wrong calls of what makes tensors, converts them and reads them out; see [WrongCallsTest].
class DTypeWrongCallsTest {
  private static final Tensor PIXELS = Tensor.ofUnsigned(new byte[] {1, 2}, Shape.of(2));

  private static WrongCallsTest.Wrong shape(String call, Runnable action, String message) {
    return new WrongCallsTest.Wrong(call, ShapeException.class, message, action);
  }

  private static WrongCallsTest.Wrong dtype(String call, Runnable action, String message) {
    return new WrongCallsTest.Wrong(call, DTypeException.class, message, action);
  }

  private static WrongCallsTest.Wrong argument(String call, Runnable action, String message) {
    return new WrongCallsTest.Wrong(call, IllegalArgumentException.class, message, action);
  }

  static Stream<WrongCallsTest.Wrong> calls() {
    return Stream.of(literals(), sequences(), numbers(), reading()).flatMap(s -> s);
  }

  private static Stream<WrongCallsTest.Wrong> literals() {
    return Stream.of(
        shape(
            "a literal of nine axes",
            () -> Tensor.of(new short[][][][][][][][][] {{{{{{{{{1}}}}}}}}}),
            "shape: at most 8 axes are supported, got [1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        shape(
            "ragged bytes, four axes down",
            () -> Tensor.of(new byte[][][][] {{{{1, 2}, {3, 4}}, {{5, 6}, {7}}}}),
            "tensor: rows differ in length: row [0][1][1] has 1 elements, others have 2"),
        dtype(
            "a literal of characters",
            () -> Tensor.of(new char[][] {{'a'}}),
            "tensor: needs a nested array of float, double, int, long, short, byte or boolean; got"
                + " elements of char"),
        dtype(
            "a literal of mixed rows",
            () -> Tensor.of(new Object[] {new int[] {1}, new float[] {2}}),
            "tensor: needs a nested array of float, double, int, long, short, byte or boolean; got"
                + " elements of Object"),
        shape(
            "too many bytes",
            () -> Tensor.ofUnsigned(new byte[1500], Shape.of(2, 3)),
            "tensor: shape [2, 3] has 6 elements; got 1,500 values"),
        shape(
            "ones of unknown length",
            () -> Tensor.ones(Shape.of(Shape.UNKNOWN, 2), DType.INT8),
            "tensor: needs a known shape; got [?, 2]"),
        shape(
            "elements for an unknown length",
            () -> Tensor.build(Shape.of(Shape.UNKNOWN), DType.FLOAT32, _ -> 1),
            "build: needs a known shape; got [?]"));
  }

  private static Stream<WrongCallsTest.Wrong> sequences() {
    return Stream.of(
        argument(
            "a range that stands",
            () -> Tensor.arange(0, 5, 0),
            "arange: step must not be 0; got start=0, stop=5, step=0"),
        argument(
            "a range of doubles that stands",
            () -> Tensor.arange(0.5, 5, 0.0),
            "arange: step must not be 0; got start=0.5, stop=5.0, step=0.0"),
        argument(
            "a range to infinity",
            () -> Tensor.arange(0, Double.POSITIVE_INFINITY, 1),
            "arange: numbers must be finite; got start=0.0, stop=Infinity, step=1.0"),
        argument(
            "a range from NaN",
            () -> Tensor.arange(Double.NaN, 1, 1),
            "arange: numbers must be finite; got start=NaN, stop=1.0, step=1.0"),
        argument(
            "a range longer than an array",
            () -> Tensor.arange(0, 1L << 40, 1, DType.INT64),
            "arange: too many numbers for an array; got start=0, stop=1099511627776, step=1"),
        dtype(
            "a range of truth values",
            () -> Tensor.arange(0, 2, 1, DType.BOOL),
            "arange: needs a number type; got bool"),
        dtype(
            "a range beyond its type",
            () -> Tensor.arange(0, 300, 1, DType.UINT8),
            "arange: numbers must fit in uint8; got start=0, stop=300, step=1"),
        dtype(
            "a range below its type",
            () -> Tensor.arange(1.5, -3, -1, DType.UINT16),
            "arange: numbers must fit in uint16; got start=1.5, stop=-3.0, step=-1.0"),
        argument(
            "minus one evenly spaced numbers",
            () -> Tensor.linspace(0, 1, -1),
            "linspace: num must be at least 0; got -1"),
        dtype(
            "evenly spaced truth values",
            () -> Tensor.linspace(0, 1, 2, true, DType.BOOL),
            "linspace: needs a number type; got bool"),
        argument(
            "an identity of length −2",
            () -> Tensor.eye(-2),
            "eye: lengths must be at least 0; got -2 × -2"));
  }

  private static Stream<WrongCallsTest.Wrong> numbers() {
    return Stream.of(
        dtype(
            "300 in uint8",
            () -> Tensor.full(Shape.of(2), 300, DType.UINT8),
            "tensor: 300 does not fit in uint8"),
        dtype(
            "−1 in uint64",
            () -> Tensor.scalar(DType.UINT64, -1),
            "tensor: -1 does not fit in uint64"),
        dtype(
            "uint8 plus 300",
            () -> PIXELS.add(300),
            "add: the number must fit in uint8; got uint8[2] with 300"),
        dtype(
            "uint8 minus a negative number",
            () -> PIXELS.sub(-1),
            "sub: the number must fit in uint8; got uint8[2] with -1"),
        dtype(
            "int32 times a long",
            () -> Tensor.of(1, 2).mul(1L << 40),
            "mul: the number must fit in int32; got int32[2] with 1099511627776"),
        dtype(
            "truth values plus a long",
            () -> Tensor.of(true).add(1L << 40),
            "add: the number must fit in int32; got bool[] with 1099511627776"),
        dtype(
            "200 in place of an int8",
            () -> Tensor.of(true).where(Tensor.of((byte) 1), 200),
            "where: the number must fit in int8; got int8[] with 200"),
        dtype(
            "a variable of float16 given float32",
            () -> new Variable("w", Tensor.ones(Shape.of(2), DType.FLOAT16)).assign(Tensor.ones(2)),
            "assign: the type must stay; got float32[2] for variable w float16[2]"),
        dtype(
            "indices of float16",
            () -> PIXELS.gather(Tensor.ones(Shape.of(1), DType.FLOAT16), 0),
            "gather: indices must be integers; got float16[1]"),
        new WrongCallsTest.Wrong(
            "an index beyond every long",
            IndexOutOfBoundsException.class,
            "gather: index 18446744073709551615 is out of range for axis 0 with length 2",
            () -> PIXELS.gather(Tensor.ofUnsigned(new long[] {-1}, Shape.of(1)), 0)));
  }

  private static Stream<WrongCallsTest.Wrong> reading() {
    return Stream.of(
        shape(
            "the length of a scalar",
            () -> Tensor.of(1f).length(),
            "length: needs at least one axis; got float32[]"),
        shape(
            "the rows of a scalar",
            () -> Tensor.of(1f).iterator(),
            "iterator: needs at least one axis; got float32[]"),
        shape(
            "the element of a matrix",
            () -> Tensor.zeros(2, 3).item(),
            "item: needs exactly one element; got float32[2, 3]"),
        shape(
            "an element of a matrix by one position",
            () -> Tensor.zeros(2, 3).item(1),
            "item: needs a position for each axis; got [1] for float32[2, 3]"),
        shape(
            "an element beyond the end",
            () -> Tensor.zeros(2, 3).item(1, 3),
            "item: position 3 is out of range for axis 1 of float32[2, 3]"),
        shape(
            "an element before the start",
            () -> Tensor.zeros(2, 3).item(-3, 0),
            "item: position -3 is out of range for axis 0 of float32[2, 3]"),
        dtype(
            "uint32 as ints",
            () -> Tensor.ofUnsigned(new int[] {1}, Shape.of(1)).toIntArray(),
            "toIntArray: uint32[1] may hold values that are no int; cast first"),
        dtype(
            "halves as longs",
            () -> Tensor.ones(Shape.of(1), DType.BFLOAT16).toLongArray(),
            "toLongArray: bfloat16[1] may hold values that are no long; cast first"),
        dtype(
            "int16 as bytes",
            () -> Tensor.of((short) 1).toByteArray(),
            "toByteArray: int16[] may hold values that are no byte; cast first"),
        dtype(
            "pixels as booleans",
            () -> PIXELS.toBooleanArray(),
            "toBooleanArray: uint8[2] holds values that are no boolean; compare first"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void saysWhatIsWrong(WrongCallsTest.Wrong wrong) {
    assertThatThrownBy(() -> wrong.action().run())
        .isInstanceOf(wrong.type())
        .hasMessage(wrong.message());
  }
}

package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Axes;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Index;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What users do wrong and what they then read: the exact text is part of the API.
class WrongCallsTest {
  /// A wrong call, the type of what it throws, and the message.
  record Wrong(String call, Class<? extends Throwable> type, String message, Runnable action) {
    @Override
    public String toString() {
      return call;
    }
  }

  private static Wrong shape(String call, Runnable action, String message) {
    return new Wrong(call, ShapeException.class, message, action);
  }

  private static Wrong dtype(String call, Runnable action, String message) {
    return new Wrong(call, DTypeException.class, message, action);
  }

  private static Wrong argument(String call, Runnable action, String message) {
    return new Wrong(call, IllegalArgumentException.class, message, action);
  }

  private static Wrong state(String call, Runnable action, String message) {
    return new Wrong(call, IllegalStateException.class, message, action);
  }

  static Stream<Wrong> calls() {
    return Stream.of(
            creating(),
            arranging(),
            computing(),
            indexing(),
            reading(),
            differentiating(),
            running())
        .flatMap(s -> s);
  }

  private static Stream<Wrong> creating() {
    return Stream.of(
        shape(
            "a ragged matrix",
            () -> Tensor.of(new float[][] {{1, 2}, {3}}),
            "tensor: rows differ in length: row [1] has 1 elements, others have 2"),
        shape(
            "a ragged cube",
            () -> Tensor.of(new int[][][] {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8, 9}}}),
            "tensor: rows differ in length: row [1][1] has 3 elements, others have 2"),
        shape(
            "a cube with a missing row",
            () -> Tensor.of(new int[][][] {{{1}, {2}}, {{3}}}),
            "tensor: rows differ in length: row [1] has 1 elements, others have 2"),
        shape(
            "a row after an empty one",
            () -> Tensor.of(new float[][] {{}, {1}}),
            "tensor: rows differ in length: row [1] has 1 elements, others have 0"),
        argument(
            "a matrix with a null row",
            () -> Tensor.of(new float[][] {{1}, null}),
            "tensor: row [1] is null"),
        argument(
            "a matrix with a null first row",
            () -> Tensor.of(new float[][] {null, {1}}),
            "tensor: row [0] is null"),
        dtype(
            "strings",
            () -> Tensor.of(new String[] {"a"}),
            "tensor: needs a nested array of float, double, int, long, short, byte or boolean;"
                + " got elements of String"),
        dtype(
            "boxed numbers",
            () -> Tensor.of(new Integer[][] {{1}}),
            "tensor: needs a nested array of float, double, int, long, short, byte or boolean;"
                + " got elements of Integer"),
        shape(
            "too few values",
            () -> Tensor.of(new float[] {1, 2, 3}, Shape.of(2, 2)),
            "tensor: shape [2, 2] has 4 elements; got 3 values"),
        shape(
            "a negative length",
            () -> Shape.of(2, -3),
            "shape: axis lengths must not be negative, got [2, -3]"),
        shape(
            "nine axes",
            () -> Tensor.zeros(1, 1, 1, 1, 1, 1, 1, 1, 1),
            "shape: at most 8 axes are supported, got [1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        shape(
            "zeros of unknown length",
            () -> Tensor.zeros(2, -1),
            "tensor: needs a known shape; got [2, ?]"),
        dtype(
            "an unknown type name",
            () -> DType.of("bfloat32"),
            "dtype: unknown name \"bfloat32\"; known: [bool, uint8, uint16, uint32, uint64,"
                + " int8, int16, int32, int64, float16, bfloat16, float32, float64]"),
        argument(
            "an unknown backend",
            () -> Cpu.with("cuda", 1),
            "backend: unknown name \"cuda\"; known: auto, vector, scalar"),
        argument("no threads", () -> Cpu.with("scalar", 0), "threads: must be at least 1, got 0"),
        argument(
            "more elements than an array holds",
            () -> Tensor.zeros(1 << 16, 1 << 16).add(1),
            "storage: 4,294,967,296 elements of float32 are more than the 2,147,483,639 that a Java"
                + " array holds"));
  }

  private static Stream<Wrong> arranging() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "reshape to another size",
            () -> x.reshape(4, 2),
            "reshape: float32[2, 3] has 6 elements, which do not fill [4, 2]"),
        shape(
            "reshape with a rest that does not divide",
            () -> x.reshape(4, -1),
            "reshape: float32[2, 3] has 6 elements, which do not fill [4, -1]"),
        shape(
            "reshape with two open lengths",
            () -> x.reshape(-1, -1),
            "reshape: at most one length may be −1 and none less; got [-1, -1] for float32[2, 3]"),
        shape(
            "reshape with a negative length",
            () -> x.reshape(-2, 3),
            "reshape: at most one length may be −1 and none less; got [-2, 3] for float32[2, 3]"),
        shape(
            "transpose of too few axes",
            () -> x.transpose(0),
            "transpose: axes must name each axis once; got [0] for float32[2, 3]"),
        shape(
            "transpose of an axis twice",
            () -> x.transpose(1, -1),
            "transpose: axes must name each axis once; got [1, -1] for float32[2, 3]"),
        shape(
            "transpose of an axis that is not there",
            () -> x.transpose(0, 2),
            "transpose: axis 2 is out of range for shape [2, 3]"),
        shape(
            "swapAxes of an axis that is not there",
            () -> x.swapAxes(0, -3),
            "swapAxes: axis -3 is out of range for shape [2, 3]"),
        shape(
            "expandDims too far",
            () -> x.expandDims(3),
            "expandDims: axis 3 is out of range for shape [2, 3]"),
        shape(
            "broadcastTo fewer axes",
            () -> x.broadcastTo(Shape.of(3)),
            "broadcastTo: float32[2, 3] does not stretch to [3]"),
        shape(
            "broadcastTo another length",
            () -> x.broadcastTo(Shape.of(5, 3)),
            "broadcastTo: float32[2, 3] does not stretch to [5, 3]"));
  }

  private static Stream<Wrong> computing() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "add of other lengths",
            () -> x.add(Tensor.zeros(4)),
            "add: shapes do not broadcast: float32[2, 3] with float32[4], 3 ≠ 4 at axis -1"),
        shape(
            "mul by a column too short",
            () -> x.mul(Tensor.zeros(3, 1)),
            "mul: shapes do not broadcast: float32[2, 3] with float32[3, 1], 2 ≠ 3 at axis -2"),
        shape(
            "matmul of other inner lengths",
            () -> Tensor.zeros(128, 784).matmul(Tensor.zeros(512, 10)),
            "matmul: inner dimensions differ: float32[128, 784] · float32[512, 10], 784 ≠ 512"),
        shape(
            "matmul by a vector of other length",
            () -> x.matmul(Tensor.of(1, 2)),
            "matmul: inner dimensions differ: float32[2, 3] · int32[2], 3 ≠ 2"),
        shape(
            "matmul by a scalar",
            () -> x.matmul(Tensor.of(2f)),
            "matmul: needs at least one axis each; got float32[2, 3] · float32[]"),
        shape(
            "matmul of other batches",
            () -> Tensor.zeros(2, 4, 3).matmul(Tensor.zeros(5, 3, 4)),
            "matmul: shapes do not broadcast: float32[2, 4, 3] · float32[5, 3, 4], 2 ≠ 5 at axis"
                + " -3"),
        dtype(
            "sub of truth values",
            () -> Tensor.of(true).sub(Tensor.of(false)),
            "sub: needs numbers; got bool[], bool[]"),
        dtype(
            "where on numbers",
            () -> Tensor.of(1, 0).where(x, x),
            "where: the condition must be bool; got int32[2]"),
        shape(
            "sum over an axis that is not there",
            () -> x.sum(2),
            "sum: axis 2 is out of range for shape [2, 3]"),
        shape(
            "mean over an axis that is not there",
            () -> x.mean(-3),
            "mean: axis -3 is out of range for shape [2, 3]"),
        shape(
            "sum over an axis twice",
            () -> x.sum(Axes.of(1, -1)),
            "sum: axis 1 is given twice in [1, -1]"),
        shape(
            "max of nothing",
            () -> Tensor.zeros(0).max(),
            "max: needs at least one element along the axes; got float32[0]"),
        shape(
            "argMax of nothing",
            () -> Tensor.zeros(2, 0).argMax(1),
            "argMax: needs at least one element along the axis; got float32[2, 0]"),
        shape(
            "softmax of a scalar",
            () -> Tensor.of(1f).softmax(-1),
            "softmax: needs at least one axis; got float32[]"),
        shape(
            "softmax over an axis that is not there",
            () -> x.softmax(2),
            "softmax: axis 2 is out of range for shape [2, 3]"));
  }

  private static Stream<Wrong> indexing() {
    Tensor x = Tensor.zeros(3, 4);
    return Stream.of(
        shape(
            "a position out of range",
            () -> x.get("3"),
            "index: position 3 is out of range for axis 0 of float32[3, 4]"),
        shape(
            "a negative position out of range",
            () -> x.get(Index.ALL, Index.at(-5)),
            "index: position -5 is out of range for axis 1 of float32[3, 4]"),
        shape(
            "too many indices",
            () -> x.get("0, 0, 0"),
            "index: too many indices: 3 for float32[3, 4]"),
        shape(
            "two ellipses",
            () -> x.get("..., ..."),
            "index: at most one '...' is allowed; got [..., ...]"),
        argument(
            "a step of 0",
            () -> Index.range(0L, 3L, 0),
            "index: the step of a range must not be 0"),
        argument(
            "a step of 0 in text",
            () -> x.get("::0"),
            """
            index: the step of a range must not be 0 at position 2
              ::0
                ^\
            """),
        argument(
            "a word for a position",
            () -> x.get("0, first"),
            """
            index: expected a position, a range such as 2:5, ':', '...' or 'newaxis' at position 3
              0, first
                 ^\
            """),
        argument(
            "an empty index",
            () -> x.get(""),
            """
            index: expected a position, a range such as 2:5, ':', '...' or 'newaxis' at position 0
             \s
              ^\
            """),
        argument(
            "a comma at the end",
            () -> x.get("1,"),
            """
            index: expected a position, a range such as 2:5, ':', '...' or 'newaxis' at position 2
              1,
                ^\
            """),
        argument(
            "two positions without a comma",
            () -> x.get("1 2"),
            """
            index: expected ',' or the end at position 2
              1 2
                ^\
            """),
        argument(
            "a number beyond a long",
            () -> x.get("1:99999999999999999999"),
            """
            index: the number is too large at position 2
              1:99999999999999999999
                ^\
            """),
        new Wrong(
            "gather out of range",
            IndexOutOfBoundsException.class,
            "gather: index 3 is out of range for axis 0 with length 3",
            () -> x.gather(Tensor.of(0, 3), 0)),
        new Wrong(
            "gather below range",
            IndexOutOfBoundsException.class,
            "gather: index -5 is out of range for axis 1 with length 4",
            () -> x.gather(Tensor.of(-5), -1)),
        dtype(
            "gather by floats",
            () -> x.gather(Tensor.of(1f), 0),
            "gather: indices must be integers; got float32[]"),
        shape(
            "gather along an axis that is not there",
            () -> x.gather(Tensor.of(1), 2),
            "gather: axis 2 is out of range for shape [3, 4]"),
        shape(
            "the length of an axis that is not there",
            () -> x.dim(2),
            "shape: axis 2 is out of range for shape [3, 4]"));
  }

  private static Stream<Wrong> reading() {
    return Stream.of(
        shape(
            "item of many",
            () -> Tensor.zeros(2, 3).item(),
            "item: needs exactly one element; got float32[2, 3]"),
        shape(
            "item of none",
            () -> Tensor.zeros(0).item(),
            "item: needs exactly one element; got float32[0]"),
        dtype(
            "floats as ints",
            () -> Tensor.zeros(2).toIntArray(),
            "toIntArray: float32[2] may hold values that are no int; cast first"),
        dtype(
            "longs as ints",
            () -> Tensor.of(1L, 2L).toIntArray(),
            "toIntArray: int64[2] may hold values that are no int; cast first"),
        dtype(
            "floats as longs",
            () -> Tensor.of(1.0).toLongArray(),
            "toLongArray: float64[] may hold values that are no long; cast first"),
        shape(
            "assign of another shape",
            () -> new Variable("w", Tensor.zeros(2)).assign(Tensor.zeros(3)),
            "assign: the shape must stay; got float32[3] for variable w float32[2]"),
        dtype(
            "assign of another type",
            () -> new Variable("w", Tensor.zeros(2)).assign(Tensor.of(1, 2)),
            "assign: the type must stay; got int32[2] for variable w float32[2]"),
        shape(
            "assignSub of a larger shape",
            () -> new Variable("w", Tensor.zeros(3)).assignSub(Tensor.zeros(2, 3)),
            "assign: the shape must stay; got float32[2, 3] for variable w float32[3]"),
        shape(
            "assign to a part that is not there",
            () -> new Variable("w", Tensor.zeros(3)).assign("3", Tensor.of(1f)),
            "index: position 3 is out of range for axis 0 of float32[3]"));
  }

  private static Stream<Wrong> differentiating() {
    Variable w = new Variable("w", Tensor.of(1f, 2f));
    return Stream.of(
        state(
            "gradient of a closed tape",
            () -> {
              GradientTape tape = new GradientTape();
              Tensor y = w.square();
              tape.close();
              tape.gradient(y, w);
            },
            "gradient: the tape is spent; GradientTape.persistent() allows several calls"),
        state(
            "a second gradient",
            () -> {
              try (var tape = new GradientTape()) {
                Tensor y = w.square();
                tape.gradient(y, w);
                tape.gradient(y, w);
              }
            },
            "gradient: the tape is spent; GradientTape.persistent() allows several calls"),
        state(
            "gradient through argMax",
            () -> {
              try (var tape = new GradientTape()) {
                tape.gradient(w.argMax().cast(DType.FLOAT32), w);
              }
            },
            "gradient: the target float32[] does not depend on variable w float32[2]: no gradient"
                + " flows through argMax"),
        state(
            "gradient through a comparison",
            () -> {
              try (var tape = new GradientTape()) {
                tape.gradient(w.greater(0).cast(DType.FLOAT32).sum(), w);
              }
            },
            "gradient: the target float32[] does not depend on variable w float32[2]: no gradient"
                + " flows through greater"),
        state(
            "gradient of a tensor not watched",
            () -> {
              Tensor x = Tensor.of(1f, 2f);
              try (var tape = new GradientTape()) {
                tape.gradient(x.square(), x);
              }
            },
            "gradient: the target float32[2] does not depend on the source float32[2], which the"
                + " tape has not watched"),
        state(
            "gradient of something else",
            () -> {
              try (var tape = new GradientTape()) {
                w.square();
                tape.gradient(Tensor.of(1f).square(), w);
              }
            },
            "gradient: the target float32[] does not depend on variable w float32[2]"),
        argument(
            "watching integers",
            () -> {
              try (var tape = new GradientTape()) {
                tape.watch(Tensor.of(1, 2));
              }
            },
            "watch: gradients need a floating type; got int32[2]"),
        state(
            "closing the outer tape first",
            () -> {
              GradientTape outer = new GradientTape();
              try (var _ = new GradientTape()) {
                outer.close();
              } finally {
                outer.close();
              }
            },
            "close: tapes close in the thread that opened them, the last one opened first"));
  }

  private static Program doubling() {
    return new Program(
        Graph.trace(in -> List.of(in.getFirst().mul(2)), List.of(TensorType.of(DType.FLOAT32, 2))),
        Device.current());
  }

  private static Stream<Wrong> running() {
    return Stream.of(
        argument(
            "a program input of another shape",
            () -> doubling().run(List.of(Tensor.zeros(3))),
            "program: was traced for inputs [float32[2]]; got [float32[3]]"),
        argument(
            "a program input of another type",
            () -> doubling().run(List.of(Tensor.of(1, 2))),
            "program: was traced for inputs [float32[2]]; got [int32[2]]"),
        argument(
            "too few program inputs",
            () -> doubling().run(List.of()),
            "program: was traced for inputs [float32[2]]; got []"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.action()::run).isInstanceOf(wrong.type()).hasMessage(wrong.message());
  }

  @Test
  void thereAreManyAndAllDiffer() {
    assertThat(calls().map(Wrong::call)).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  @Test
  void readingATracedValueNamesTheUsersLine() {
    StackTraceElement here = new Throwable().getStackTrace()[0];
    assertThatThrownBy(() ->
            Graph.trace(
                in -> List.of(Tensor.of(in.getFirst().toFloatArray())),
                List.of(TensorType.of(DType.FLOAT32, 2))))
        .isInstanceOf(TracedValueException.class)
        .hasMessageStartingWith(
            "tensor: float32[2] is symbolic, its elements are not known while a program is traced;"
                + " read at "
                + here.getClassName()
                + ".lambda$")
        .hasMessageMatching(
            "(?s).*\\(WrongCallsTest\\.java:(%d|%d|%d|%d|%d)\\)"
                .formatted(
                    line(here, 1), line(here, 2), line(here, 3), line(here, 4), line(here, 5)));
  }

  private static int line(StackTraceElement here, int after) {
    return here.getLineNumber() + after;
  }
}

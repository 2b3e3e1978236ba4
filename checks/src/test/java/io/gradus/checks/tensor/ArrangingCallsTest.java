package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Graph;
import io.gradus.tensor.Index;
import io.gradus.tensor.Padding;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.Variable;
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

/// Wrong calls of what arranges, picks and multiplies, and what users then read.
class ArrangingCallsTest {
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

  private static Wrong text(String call, Runnable action, String message) {
    return new Wrong(call, IllegalArgumentException.class, message, action);
  }

  private static Wrong position(String call, Runnable action, String message) {
    return new Wrong(call, IndexOutOfBoundsException.class, message, action);
  }

  static Stream<Wrong> calls() {
    return Stream.of(joining(), moving(), picking(), texts(), multiplying()).flatMap(s -> s);
  }

  private static Stream<Wrong> joining() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "concat of nothing",
            () -> Tensor.concat(0),
            "concat: needs at least one operand; got none"),
        shape(
            "concat along an axis that is not there",
            () -> Tensor.concat(2, x, x),
            "concat: axis 2 is out of range for shape [2, 3]"),
        shape(
            "concat of other lengths",
            () -> Tensor.concat(1, x, x, Tensor.zeros(3, 3)),
            "concat: operand 2 must have the lengths of operand 0 but along axis 1; got float32[2,"
                + " 3], float32[3, 3]"),
        shape(
            "stack of nothing",
            () -> Tensor.stack(0),
            "stack: needs at least one operand; got none"),
        shape(
            "stack along an axis that is not there",
            () -> Tensor.stack(3, x, x),
            "stack: axis 3 is out of range for operands of shape [2, 3]"),
        shape(
            "split into parts that do not divide",
            () -> x.split(2, 1),
            "split: the length of axis 1 must be a multiple of the count; got float32[2, 3], 2"
                + " parts"),
        shape(
            "split into no parts",
            () -> x.split(0, 1),
            "split: the length of axis 1 must be a multiple of the count; got float32[2, 3], 0"
                + " parts"),
        shape(
            "split into lengths that do not add up",
            () -> x.split(new long[] {1, 1}, 1),
            "split: the lengths must add up to that of axis 1; got [1, 1] for float32[2, 3], 2 ≠"
                + " 3"),
        shape(
            "split into a negative length",
            () -> x.split(new long[] {4, -1}, 1),
            "split: the lengths must add up to that of axis 1; got [4, -1] for float32[2, 3], 3 ≠"
                + " 3"),
        shape(
            "unstack along an axis that is not there",
            () -> x.unstack(2),
            "unstack: axis 2 is out of range for shape [2, 3]"),
        shape(
            "repeat a negative number of times",
            () -> x.repeat(-1, 0),
            "repeat: the count must not be negative; got -1"),
        shape(
            "repeat with too few counts",
            () -> x.repeat(new int[] {1}, 0),
            "repeat: needs a count of at least 0 for each position of axis 0; got [1] for"
                + " float32[2, 3]"),
        shape(
            "tile a negative number of times",
            () -> x.tile(2, -1),
            "tile: the counts must not be negative; got [2, -1]"),
        shape(
            "pad of too few axes",
            () -> x.pad(new long[][] {{1, 1}}),
            "pad: needs two widths of at least 0 for each axis; got [[1, 1]] for float32[2, 3]"),
        shape(
            "pad by a negative width",
            () -> x.pad(new long[][] {{0, 0}, {-1, 1}}, Padding.EDGE),
            "pad: needs two widths of at least 0 for each axis; got [[0, 0], [-1, 1]] for"
                + " float32[2, 3]"),
        shape(
            "meshGrid of a matrix",
            () -> Tensor.meshGrid(Tensor.zeros(2), x),
            "meshGrid: operand 1 must be a vector; got float32[2, 3]"));
  }

  private static Stream<Wrong> moving() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "squeeze of a longer axis",
            () -> x.squeeze(1),
            "squeeze: axis 1 must have length 1; got float32[2, 3]"),
        shape(
            "squeeze of an axis twice",
            () -> Tensor.zeros(1, 2).squeeze(0, -2),
            "squeeze: axis 0 is given twice in [0, -2]"),
        shape(
            "flip along an axis that is not there",
            () -> x.flip(2),
            "flip: axis 2 is out of range for shape [2, 3]"),
        shape(
            "roll along an axis that is not there",
            () -> x.roll(1, -3),
            "roll: axis -3 is out of range for shape [2, 3]"),
        shape(
            "moveAxis of an axis twice",
            () -> x.moveAxis(new int[] {0, 0}, new int[] {0, 1}),
            "moveAxis: axis 0 is given twice in [0, 0]"),
        shape(
            "moveAxis to fewer places",
            () -> x.moveAxis(new int[] {0, 1}, new int[] {0}),
            "moveAxis: needs as many places as axes; got [0, 1] to [0]"),
        shape(
            "rotate90 in no plane",
            () -> x.rotate90(1, 1, -1),
            "rotate90: the axes must differ; got 1 and -1 for float32[2, 3]"),
        shape(
            "diagonal of no matrix",
            () -> x.diagonal(0, 0, 0),
            "diagonal: the axes must differ; got 0 and 0 for float32[2, 3]"),
        shape(
            "diag of a cube",
            () -> Tensor.zeros(2, 2, 2).diag(),
            "diag: needs a vector or a matrix; got float32[2, 2, 2]"));
  }

  private static Stream<Wrong> picking() {
    Tensor x = Tensor.zeros(3, 4);
    return Stream.of(
        shape(
            "a mask of other lengths",
            () -> x.get(Tensor.of(true, false)),
            "index: the mask must have the lengths of its axes from axis 0 on; got bool[2] for"
                + " float32[3, 4]"),
        shape(
            "a mask with more axes",
            () -> x.get(Index.ALL, Index.of(Tensor.zeros(3, 4).equal(0))),
            "index: too many indices: 3 for float32[3, 4]"),
        dtype(
            "an index of floats",
            () -> x.get(Tensor.of(1f)),
            "index: positions must be integers, masks bool; got float32[]"),
        shape(
            "index arrays that do not broadcast",
            () -> x.get("[0, 1], [1, 2, 3]"),
            "index: shapes do not broadcast: int32[2] with int64[3], 2 ≠ 3 at axis -1"),
        position(
            "a position in an array out of range",
            () -> x.get(Index.ALL, Index.positions(1, 4)),
            "gather: index 4 is out of range for axis 1 with length 4"),
        position(
            "a position in several arrays out of range",
            () -> x.get("[0, -4], [1, 2]"),
            "index: position -4 is out of range for axis 0 with length 3"),
        shape(
            "a position beside an array out of range",
            () -> x.get("3, [1, 2]"),
            "index: position 3 is out of range for axis 0 of float32[3, 4]"),
        shape(
            "a part of another shape",
            () -> x.with("1:", Tensor.zeros(3)),
            "index: the value must stretch to the part [2, 4]; got float32[3]"),
        shape(
            "assigning to a part of another shape",
            () -> new Variable(x).assign(Tensor.of(0, 2), Tensor.zeros(3, 4)),
            "index: the value must stretch to the part [2, 4]; got float32[3, 4]"),
        shape(
            "gatherNd of too many positions",
            () -> x.gatherNd(Tensor.of(0, 1, 2)),
            "gatherNd: the last axis of indices must hold at most 2 positions, one for each axis;"
                + " got int32[3]"),
        dtype(
            "gatherNd at floats",
            () -> x.gatherNd(Tensor.of(0f)),
            "gatherNd: indices must be integers; got float32[]"),
        position(
            "gatherNd out of range",
            () -> x.gatherNd(Tensor.of(2, 4)),
            "index: position 4 is out of range for axis 1 with length 4"),
        shape(
            "scatter of parts that do not fit",
            () -> Tensor.zeros(2, 3).scatter(Tensor.of(new int[][] {{0}, {1}}), Shape.of(3, 4)),
            "scatter: updates must be float32[2, 4] for indices=int32[2, 1]; got float32[2, 3]"),
        position(
            "take out of range",
            () -> x.take(Tensor.of(12)),
            "gather: index 12 is out of range for axis 0 with length 12"),
        dtype(
            "oneHot of floats",
            () -> x.oneHot(3),
            "oneHot: indices must be integers; got float32[3, 4]"),
        shape(
            "oneHot along an axis that is not there",
            () -> Tensor.of(1, 2).oneHot(3, 2, DType.FLOAT32),
            "oneHot: axis 2 is out of range for indices of shape [2]"),
        shape(
            "searchSorted in a matrix",
            () -> x.searchSorted(Tensor.of(1), false),
            "searchSorted: needs a sorted vector; got float32[3, 4]"),
        shape(
            "binCount of a negative number",
            () -> Tensor.of(1, -2).binCount(0),
            "binCount: numbers must not be negative; got -2 in int32[2]"),
        dtype(
            "binCount of floats",
            () -> x.binCount(0),
            "binCount: needs integers; got float32[3, 4]"));
  }

  private static Stream<Wrong> texts() {
    Tensor x = Tensor.zeros(3, 4);
    return Stream.of(
        text(
            "an open array",
            () -> x.get("[0, 1, 2"),
            """
            index: expected ',' or ']' at position 8
              [0, 1, 2
                      ^\
            """),
        text(
            "a ragged array",
            () -> x.get(":, [[0, 1], [2]]"),
            """
            index: an array here must have 2 elements at position 12
              :, [[0, 1], [2]]
                          ^\
            """),
        text(
            "a word in an array",
            () -> x.get("[0, one]"),
            """
            index: expected a position, 'True' or 'False' at position 4
              [0, one]
                  ^\
            """),
        text(
            "positions among truth values",
            () -> x.get("[True, 1, False]"),
            """
            index: positions and truth values do not mix at position 7
              [True, 1, False]
                     ^\
            """),
        text(
            "a number among arrays",
            () -> x.get("[[0], 1]"),
            """
            index: expected an array at position 6
              [[0], 1]
                    ^\
            """),
        text(
            "einsum with a digit",
            () -> Tensor.einsum("i1->i", x),
            """
            einsum: expected a letter, ',', '...' or '->' at position 1
              i1->i
               ^\
            """),
        text(
            "einsum with an unknown letter in the result",
            () -> Tensor.einsum("ij -> ik", x),
            """
            einsum: no operand has the letter 'k' at position 7
              ij -> ik
                     ^\
            """),
        text(
            "einsum with a letter twice in the result",
            () -> Tensor.einsum("ij->iji", x),
            """
            einsum: the result has 'i' twice at position 6
              ij->iji
                    ^\
            """),
        text(
            "einsum of too few operands",
            () -> Tensor.einsum("ij,jk,kl->il", x, x),
            """
            einsum: more operands than the 2 given at position 6
              ij,jk,kl->il
                    ^\
            """),
        text(
            "einsum of too many operands",
            () -> Tensor.einsum("ij->ji", x, x),
            """
            einsum: fewer operands than the 2 given at position 2
              ij->ji
                ^\
            """));
  }

  private static Stream<Wrong> multiplying() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        shape(
            "dot of other lengths",
            () -> x.dot(Tensor.zeros(2, 3)),
            "dot: the lengths of axes -1 and -2 differ: float32[2, 3] · float32[2, 3], 3 ≠ 2"),
        shape(
            "tensorDot over unequal lists",
            () -> x.tensorDot(x, new int[] {0, 1}, new int[] {0}),
            "tensorDot: needs pairs of axes; got [0, 1] and [0]"),
        shape(
            "tensorDot over an axis twice",
            () -> x.tensorDot(x, new int[] {0, 0}, new int[] {0, 1}),
            "tensorDot: axis 0 is given twice in [0, 0]"),
        shape(
            "einsum of other lengths",
            () -> Tensor.einsum("ij,jk->ik", x, x),
            "einsum: lengths of 'j' differ: float32[2, 3], float32[2, 3], 3 ≠ 2"),
        shape(
            "einsum of other axes",
            () -> Tensor.einsum("ijk->i", x),
            "einsum: 'ijk' names 3 axes; got operand 0 = float32[2, 3]"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.action()::run).isInstanceOf(wrong.type()).hasMessage(wrong.message());
  }

  @Test
  void shapesThatDependOnElementsAreNotTraced() {
    TensorType type = TensorType.of(DType.INT32, 3);
    assertThatThrownBy(() ->
            Graph.trace(in -> List.of(Tensor.arange(3).get(in.get(0).equal(1))), List.of(type)))
        .isInstanceOf(TracedValueException.class)
        .hasMessageStartingWith(
            "index: the shape of the result depends on the elements of bool[3], which are not known"
                + " while a program is traced; called at"
                + " io.gradus.checks.tensor.ArrangingCallsTest");
    assertThatThrownBy(() -> Graph.trace(in -> in.get(0).nonZero(), List.of(type)))
        .isInstanceOf(TracedValueException.class)
        .hasMessageStartingWith("nonZero: the shape of the result depends on the elements of");
    assertThatThrownBy(() -> Graph.trace(in -> List.of(in.get(0).unique()), List.of(type)))
        .isInstanceOf(TracedValueException.class)
        .hasMessageStartingWith("unique: the shape of the result depends on the elements of");
  }
}

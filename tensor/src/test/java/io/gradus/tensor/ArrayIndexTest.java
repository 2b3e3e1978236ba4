package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Indexing with arrays and masks.
class ArrayIndexTest {
  /// A line of arrays.txt, which arrays.py beside it wrote.
  record Case(Shape shape, String index, String resultShape, long[] elements, long[] assigned) {
    static Case of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Case(
          Shape.of(numbers(parts[0])), parts[1], parts[2], numbers(parts[3]), numbers(parts[4]));
    }

    @Override
    public String toString() {
      return shape + " at " + index;
    }
  }

  private static long[] numbers(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = ArrayIndexTest.class.getResourceAsStream("arrays.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().map(Case::of).toList().stream();
    }
  }

  private static Tensor arange(Shape shape) {
    return Tensor.arange(Math.toIntExact(shape.size())).reshape(shape);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAsNumPyDoes(Case c) {
    Tensor x = arange(c.shape());
    if (c.resultShape().equals("error")) {
      assertThatThrownBy(() -> x.get(c.index()))
          .isInstanceOfAny(ShapeException.class, IndexOutOfBoundsException.class);
      return;
    }
    Tensor part = x.get(c.index());
    assertThat(part.shape()).isEqualTo(Shape.of(numbers(c.resultShape())));
    assertThat(part.toLongArray()).isEqualTo(c.elements());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAViewAsItsCopy(Case c) {
    if (c.resultShape().equals("error")) {
      return;
    }
    Tensor view = Tensor.arange(2 * (int) c.shape().size() + 1).get("1::2").reshape(c.shape());
    long[] doubled = Arrays.stream(c.elements()).map(i -> 2 * i + 1).toArray();
    assertThat(view.get(c.index()).toLongArray()).isEqualTo(doubled);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void replacesAsNumPyDoes(Case c) {
    Tensor x = arange(c.shape());
    if (c.resultShape().equals("error")) {
      assertThatThrownBy(() -> x.with(c.index(), Tensor.of(-1)))
          .isInstanceOfAny(ShapeException.class, IndexOutOfBoundsException.class);
      return;
    }
    Shape shape = Shape.of(numbers(c.resultShape()));
    Tensor changed = x.with(c.index(), arange(shape).add(1).neg());
    assertThat(changed.type()).isEqualTo(x.type());
    assertThat(changed.toLongArray()).isEqualTo(c.assigned());
    assertThat(x.toLongArray()).isEqualTo(arange(c.shape()).toLongArray());
  }

  @Test
  void takesTensorsAsIndices() {
    Tensor x = arange(Shape.of(3, 4));
    assertThat(x.get(x.greater(8)).toIntArray()).containsExactly(9, 10, 11);
    assertThat(x.get(Tensor.of(2, 0)).toIntArray()).containsExactly(8, 9, 10, 11, 0, 1, 2, 3);
    assertThat(x.get(Index.ALL, Index.positions(3, 3)).toIntArray())
        .containsExactly(3, 3, 7, 7, 11, 11);
    assertThat(x.get(new Variable(Tensor.of(1L))).toIntArray()).containsExactly(4, 5, 6, 7);
    assertThat(x.get(Index.of(Tensor.of(new byte[] {2}, Shape.of(1))), Index.at(3)).toIntArray())
        .containsExactly(11);
  }

  @Test
  void aScalarMaskAddsAnAxis() {
    Tensor x = arange(Shape.of(2, 3));
    assertThat(x.get(Tensor.of(true)).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(x.get(Tensor.of(false)).shape()).isEqualTo(Shape.of(0, 2, 3));
    assertThat(x.get(Index.at(1), Index.of(Tensor.of(true))).toIntArray()).containsExactly(3, 4, 5);
  }

  @Test
  void gradientsOfPositionsNamedTwiceAreAdded() {
    Tensor x = arange(Shape.of(2, 3)).cast(DType.FLOAT64);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.get("[0, 1, 0], [2, 0, 2]").mul(Tensor.of(1.0, 10.0, 100.0)).sum();
      assertThat(tape.gradient(y, x).toDoubleArray()).containsExactly(0, 0, 101, 10, 0, 0);
    }
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.get(x.greaterEqual(4)).square().sum();
      assertThat(tape.gradient(y, x).toDoubleArray()).containsExactly(0, 0, 0, 0, 8, 10);
    }
  }

  @Test
  void aVariableIsAssignedInPart() {
    Variable w = new Variable(Tensor.zeros(2, 3));
    w.assign("1, ::2", Tensor.of(5f, 6f));
    assertThat(w.value().toFloatArray()).containsExactly(0, 0, 0, 5, 0, 6);
    w.assign("[0, 0], [1, 1]", Tensor.of(7, 8));
    assertThat(w.value().toFloatArray()).containsExactly(0, 8, 0, 5, 0, 6);
    w.assign(w.value().greater(5), Tensor.of(-1f));
    assertThat(w.value().toFloatArray()).containsExactly(0, -1, 0, 5, 0, -1);
    w.assign(List.of(Index.at(0), Index.from(1)), Tensor.of(2f));
    assertThat(w.value().toFloatArray()).containsExactly(0, 2, 2, 5, 0, -1);
    w.assign(Tensor.of(1), Tensor.of(1f, 2f, 3f));
    assertThat(w.value().toFloatArray()).containsExactly(0, 2, 2, 1, 2, 3);
  }

  @Test
  void positionsMayBeTraced() {
    Graph graph =
        Graph.trace(
            in -> List.of(in.get(0).get(Index.ALL, Index.of(in.get(1)), Index.at(1))),
            List.of(TensorType.of(DType.INT32, 2, 3, 2), TensorType.of(DType.INT32, 2)));
    Tensor x = arange(Shape.of(2, 3, 2));
    Program program = new Program(graph, x.device());
    assertThat(program.run(List.of(x, Tensor.of(2, -3))).getFirst().toIntArray())
        .isEqualTo(x.get(":, [2, -3], 1").toIntArray());
  }
}

package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlicingTest {
  /// A line of slicing.txt, which slicing.py beside it wrote.
  record Case(Shape shape, String index, String resultShape, String elements) {
    static Case of(String line) {
      String[] parts = line.split("\\|", -1);
      return new Case(Shape.of(numbers(parts[0])), parts[1], parts[2], parts[3]);
    }
  }

  private static long[] numbers(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = SlicingTest.class.getResourceAsStream("slicing.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().map(Case::of).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void slicesAsNumPyDoes(Case c) {
    Tensor x = Tensor.arange(Math.toIntExact(c.shape().size())).reshape(c.shape());
    if (c.resultShape().equals("error")) {
      assertThatThrownBy(() -> x.get(c.index())).isInstanceOf(ShapeException.class);
      return;
    }
    Tensor part = x.get(c.index());
    assertThat(part.shape()).isEqualTo(Shape.of(numbers(c.resultShape())));
    assertThat(part.toLongArray()).isEqualTo(numbers(c.elements()));
    assertThat(x.get(IndexText.parse(c.index()).toArray(Index[]::new)).toLongArray())
        .isEqualTo(numbers(c.elements()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void slicesOfAViewAreThoseOfItsCopy(Case c) {
    if (c.resultShape().equals("error")) {
      return;
    }
    int n = Math.toIntExact(c.shape().size());
    Tensor x = Tensor.arange(2 * n + 1).get("1::2").reshape(c.shape());
    long[] doubled = Arrays.stream(numbers(c.elements())).map(i -> 2 * i + 1).toArray();
    assertThat(x.get(c.index()).toLongArray()).isEqualTo(doubled);
    assertThat(x.get(c.index()).reshape(-1).toLongArray()).isEqualTo(doubled);
  }

  @Test
  void typedPartsReadAsTheirText() {
    Index[] parts = {
      Index.at(-3),
      Index.range(1, 4),
      Index.range(null, null, -1),
      Index.from(2),
      Index.to(-1),
      Index.ALL,
      Index.ELLIPSIS,
      Index.NEW_AXIS
    };
    assertThat(Arrays.toString(parts)).isEqualTo("[-3, 1:4, ::-1, 2:, :-1, :, ..., newaxis]");
    assertThat(IndexText.parse("-3, 1:4, ::-1, 2:, :-1, :, ..., newaxis"))
        .isEqualTo(List.of(parts));
  }

  @Test
  void extremePositionsAndStepsAreCut() {
    Tensor x = Tensor.arange(4);
    assertThat(x.get(Index.range(Long.MIN_VALUE, Long.MAX_VALUE)).toIntArray())
        .containsExactly(0, 1, 2, 3);
    assertThat(x.get(Index.range(null, null, Long.MAX_VALUE)).toIntArray()).containsExactly(0);
    assertThat(x.get(Index.range(null, null, -Long.MAX_VALUE)).toIntArray()).containsExactly(3);
    assertThat(x.get(Index.range(null, null, Long.MIN_VALUE)).toIntArray()).containsExactly(3);
  }

  @Test
  void aSliceSharesTheStorage() {
    Tensor x = Tensor.arange(12).reshape(3, 4);
    assertThat(x.get("1:, ::-2").strided().storage()).isSameAs(x.strided().storage());
    assertThat(x.transpose().get("1").strided().storage()).isSameAs(x.strided().storage());
  }

  @Test
  void aMistakeInTheTextIsMarked() {
    Tensor x = Tensor.arange(12).reshape(3, 4);
    assertThatThrownBy(() -> x.get("1:2, x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            index: expected a position, a range such as 2:5, ':', '...' or 'newaxis' at position 5
              1:2, x
                   ^\
            """);
  }
}

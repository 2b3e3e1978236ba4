package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Products and functions that arrange elements, beside NumPy's.
class NumPyTest {
  /// A line of products.txt, which products.py beside it wrote.
  record Case(String call, List<Shape> operands, String shape, String elements) {
    static Case of(String line) {
      String[] parts = line.split("\\|", -1);
      List<Shape> operands =
          Arrays.stream(parts[1].split(";", -1)).map(text -> Shape.of(numbers(text))).toList();
      return new Case(parts[0], operands, parts[2], parts[3]);
    }

    @Override
    public String toString() {
      return call + " of " + operands;
    }
  }

  private static long[] numbers(String text) {
    return text.isBlank()
        ? new long[0]
        : Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }

  private static int[] integers(String text) {
    return Arrays.stream(numbers(text)).mapToInt(Math::toIntExact).toArray();
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = NumPyTest.class.getResourceAsStream("products.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().map(Case::of).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesWhatNumPyGives(Case c) {
    Tensor[] operands = new Tensor[c.operands().size()];
    for (int i = 0; i < operands.length; i++) {
      Shape shape = c.operands().get(i);
      operands[i] = Tensor.arange(Math.toIntExact(shape.size())).add(i).reshape(shape);
    }
    if (c.shape().equals("error")) {
      assertThatThrownBy(() -> call(c.call(), operands))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Tensor result = call(c.call(), operands);
    assertThat(result.shape()).isEqualTo(Shape.of(numbers(c.shape())));
    assertThat(result.toLongArray()).isEqualTo(numbers(c.elements()));
  }

  private static Tensor call(String call, Tensor... in) {
    String function = call.split(" ", 2)[0];
    String rest = call.substring(Math.min(call.length(), function.length() + 1));
    Tensor x = in[0];
    return switch (function) {
      case "dot" -> x.dot(in[1]);
      case "inner" -> x.inner(in[1]);
      case "matmul" -> x.matmul(in[1]);
      case "outer" -> x.outer(in[1]);
      case "kron" -> x.kron(in[1]);
      case "vdot" -> x.vdot(in[1]);
      case "cross" -> x.cross(in[1]);
      case "einsum" -> Tensor.einsum(rest, in);
      case "tensordot" -> {
        String[] axes = rest.split(";");
        yield axes.length == 1
            ? x.tensorDot(in[1], Integer.parseInt(rest))
            : x.tensorDot(in[1], integers(axes[0]), integers(axes[1]));
      }
      case "pad" -> {
        long[][] widths =
            Arrays.stream(rest.split(" ")[1].split(";"))
                .map(NumPyTest::numbers)
                .toArray(long[][]::new);
        String mode = rest.split(" ")[0];
        yield mode.equals("constant")
            ? x.pad(widths, 7)
            : x.pad(widths, Padding.valueOf(mode.toUpperCase(java.util.Locale.ROOT)));
      }
      case "roll" -> {
        String[] words = rest.split(" ");
        long shift = Long.parseLong(words[0]);
        yield words.length == 1 ? x.roll(shift) : x.roll(shift, Integer.parseInt(words[1]));
      }
      case "repeat" -> {
        String[] words = rest.split(" ");
        int count = Integer.parseInt(words[0]);
        yield words.length == 1 ? x.repeat(count) : x.repeat(count, Integer.parseInt(words[1]));
      }
      case "tile" -> x.tile(integers(rest));
      case "tril" -> x.tril(Long.parseLong(rest));
      case "triu" -> x.triu(Long.parseLong(rest));
      case "diag" -> x.diag(Long.parseLong(rest));
      case "trace" -> x.trace(Long.parseLong(rest));
      case "diagonal" -> {
        int[] axes = integers(rest.split(" ")[1]);
        yield x.diagonal(Long.parseLong(rest.split(" ")[0]), axes[0], axes[1]);
      }
      case "rot90" -> {
        String[] words = rest.split(" ");
        int[] axes = words.length == 1 ? new int[] {0, 1} : integers(words[1]);
        yield x.rotate90(Integer.parseInt(words[0]), axes[0], axes[1]);
      }
      case "moveaxis" -> x.moveAxis(integers(rest.split(";")[0]), integers(rest.split(";")[1]));
      case "flip" -> x.flip(integers(rest));
      case "squeeze" -> x.squeeze(integers(rest));
      case "concatenate" -> Tensor.concat(Integer.parseInt(rest), in);
      case "stack" -> Tensor.stack(Integer.parseInt(rest), in);
      default -> throw new AssertionError(call);
    };
  }
}

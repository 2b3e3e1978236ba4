package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrintingTest {
  /// A case of printing.txt, which printing.py beside it wrote.
  record Case(DType dtype, Shape shape, String elements, String text) {
    Tensor tensor() {
      String[] parts = elements.isEmpty() ? new String[0] : elements.split(" ");
      if (dtype.isFloating()) {
        double[] numbers =
            Arrays.stream(parts)
                .map(t -> t.equals("nan") ? "NaN" : t)
                .mapToDouble(Double::parseDouble)
                .toArray();
        return Tensor.of(numbers, shape).cast(dtype);
      }
      return Tensor.of(Arrays.stream(parts).mapToLong(Long::parseLong).toArray(), shape)
          .cast(dtype);
    }

    @Override
    public String toString() {
      return dtype.toString() + shape + " " + text.lines().findFirst().orElse("");
    }
  }

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = PrintingTest.class.getResourceAsStream("printing.txt")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); ) {
        String[] head = lines.get(i).split(" ", -1);
        String elements = lines.get(i + 1);
        List<String> text = new ArrayList<>();
        for (i += 2; i < lines.size() && lines.get(i).startsWith("> "); i++) {
          text.add(lines.get(i).substring(2));
        }
        long[] dims =
            head[2].isEmpty()
                ? new long[0]
                : Arrays.stream(head[2].split(",")).mapToLong(Long::parseLong).toArray();
        cases.add(new Case(DType.of(head[1]), Shape.of(dims), elements, String.join("\n", text)));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void printsAsNumPyDoes(Case c) {
    assertThat(c.tensor().toString()).isEqualTo(c.text());
  }

  @Test
  void printsAViewAsItsElements() {
    Tensor x = Tensor.of(new int[][] {{1, 20}, {300, 4}});
    assertThat(x.transpose().toString()).isEqualTo("[[  1 300]\n [ 20   4]]");
  }

  @Test
  void aVariablePrintsNameTypeAndValue() {
    assertThat(new Variable("bias", Tensor.of(0f, 1f)).toString())
        .isEqualToNormalizingNewlines("bias float32[2]\n[0. 1.]");
  }
}

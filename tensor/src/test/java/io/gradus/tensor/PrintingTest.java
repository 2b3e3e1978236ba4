package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;
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
      ToLongFunction<String> parse =
          dtype == DType.UINT64 ? Long::parseUnsignedLong : Long::parseLong;
      return Tensor.of(Arrays.stream(parts).mapToLong(parse).toArray(), shape).cast(dtype);
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
  void printsEveryHalfAsNumPyDoes() throws NoSuchAlgorithmException {
    short[] bits = new short[0x7C00];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (short) i;
    }
    Tensor halves =
        Tensor.of(
            Strided.dense(
                new ArrayStorage(DType.FLOAT16, Device.current(), bits), Shape.of(bits.length)));
    StringJoiner texts = new StringJoiner("\n");
    for (Tensor half : halves) {
      texts.add(half.toString());
    }
    for (Tensor four : halves.reshape(-1, 4)) {
      texts.add(four.toString());
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(texts.toString().getBytes(StandardCharsets.US_ASCII));
    // python3 printing.py halves
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("0a877d897cc78e8860f44f92c396e3a72f44b71a86a393f13335b743b8ffe365");
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

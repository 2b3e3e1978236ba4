package io.gradus.checks.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.operation.KerasOps;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/// Functions of `keras.ops` on random operands of all types beside Keras 3.16: values, shapes and
/// types, from functions316.jsonl, which functions316.py beside it wrote.
class KerasFunctionsTest {
  static Stream<Map<?, ?>> calls() throws IOException {
    JsonMapper mapper =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    try (InputStream in = KerasFunctionsTest.class.getResourceAsStream("functions316.jsonl")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .<Map<?, ?>>map(line -> mapper.readValue(line, Map.class))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void givesWhatKerasGives(Map<?, ?> call) {
    List<@Nullable Object> args = new ArrayList<>();
    ((List<?>) call.get("args")).forEach(value -> args.add(decoded(value)));
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    ((Map<?, ?>) call.get("kwargs")).forEach((k, v) -> kwargs.put((String) k, decoded(v)));
    Object result = call.get("result");
    List<?> wanted = result instanceof List<?> list ? list : List.of(result);
    List<Tensor> got = KerasOps.of((String) call.get("function")).call(args, kwargs);
    assertThat(got).hasSameSizeAs(wanted);
    for (int i = 0; i < got.size(); i++) {
      same(got.get(i), tensor((Map<?, ?>) wanted.get(i)));
    }
  }

  private static void same(Tensor got, Tensor wanted) {
    assertThat(got.type()).isEqualTo(wanted.type());
    DType dtype = wanted.dtype();
    double tolerance = !dtype.isFloating() ? 0 : dtype.bytes() == 2 ? 3e-2 : 1e-4;
    double[] values = got.cast(DType.FLOAT64).toDoubleArray();
    double[] expected = wanted.cast(DType.FLOAT64).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      boolean equal = Double.compare(values[i], expected[i]) == 0 || values[i] == expected[i];
      double bound = tolerance * (1 + Math.abs(expected[i]));
      assertThat(equal || Math.abs(values[i] - expected[i]) <= bound)
          .as("element %d: got %s, want %s", i, values[i], expected[i])
          .isTrue();
    }
  }

  private static @Nullable Object decoded(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> tensor(map);
      case List<?> list -> list.stream().map(KerasFunctionsTest::decoded).toList();
      case null, default -> value;
    };
  }

  private static Tensor tensor(Map<?, ?> map) {
    double[] values =
        ((List<?>) map.get("values"))
            .stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    long[] dims =
        ((List<?>) map.get("shape")).stream().mapToLong(v -> ((Number) v).longValue()).toArray();
    return Tensor.of(values, Shape.of(dims)).cast(DType.of((String) map.get("dtype")));
  }
}

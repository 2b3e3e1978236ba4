package io.gradus.checks.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.formats.Models;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.nn.schedule.Schedules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Configurations that Keras 3.16 wrote, read and written again: the same key by key. They are in
/// configurations316.jsonl.gz, which configurations316.py beside it wrote.
class RoundTripTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  @TestFactory
  Stream<DynamicTest> writesWhatKerasWrote() throws IOException {
    return lines().stream()
        .map(line -> DynamicTest.dynamicTest((String) line.get("call"), () -> check(line)));
  }

  static List<Map<String, Object>> lines() throws IOException {
    InputStream resource = RoundTripTest.class.getResourceAsStream("configurations316.jsonl.gz");
    try (InputStream in = new GZIPInputStream(Objects.requireNonNull(resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> JSON.readValue(line, OBJECT)).toList();
    }
  }

  private static void check(Map<String, Object> line) throws IOException {
    String call = (String) line.get("call");
    Map<?, ?> wanted = (Map<?, ?>) line.get("object");
    Object got;
    try {
      got = again((String) line.get("kind"), wanted);
    } catch (IllegalArgumentException e) {
      assertThat(Justified.refuses(e.getMessage())).as(e.getMessage()).isTrue();
      return;
    }
    // With their defaults, whole numbers are whole ones here too.
    boolean numbersByValue = !call.endsWith("()");
    List<Differences.Difference> found =
        new ArrayList<>(Differences.of(wanted, got, numbersByValue));
    found.removeIf(difference -> Justified.covers(call, difference));
    assertThat(found).isEmpty();
  }

  /// {@return what is written of what was read}
  static Object again(String kind, Map<?, ?> object) throws IOException {
    return switch (kind) {
      case "layer" -> ModelTable.write(ModelTable.read(object));
      case "optimizer" -> again(Optimizers.TABLE, object);
      case "loss" -> again(Losses.TABLE, object);
      case "metric" -> again(Metrics.TABLE, object);
      case "regularizer" -> again(Regularizers.TABLE, object);
      case "constraint" -> again(Constraints.TABLE, object);
      case "initializer" -> again(Initializers.TABLE, object);
      case "schedule" -> again(Schedules.TABLE, object);
      case "model", "compiled" ->
          JSON.readValue(Models.toJson(Models.fromJson(JSON.writeValueAsString(object))), OBJECT);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static <T> Object again(SchemaTable<T> table, Map<?, ?> object) {
    return table.write(table.read(object));
  }
}

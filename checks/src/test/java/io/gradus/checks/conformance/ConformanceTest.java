package io.gradus.checks.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.conformance.Conformance;
import io.gradus.formats.Npz;
import io.gradus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {
  private static final Path CASES = Path.of("src/test/resources/conformance");

  @TempDir Path folder;

  @Test
  void allCasesHerePass() {
    assertThat(run(0, CASES.toString())).containsExactly("26 passed, 0 failed, 0 skipped");
  }

  @Test
  void showsTheWorstElementOfAWrongResult() throws IOException {
    copy("layers/dense_00");
    change("layers/dense_00", "y0", 7, 10);
    change("layers/dense_00", "y0", 6, 1);
    assertThat(run(1, folder.toString()))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "FAIL layers/dense_00: output 0: 2 of 20 elements differ; "
                            + "worst element [1, 3]: got 0.8496")
                    .endsWith(", want 10.849618 ± 0.0011"),
            line -> assertThat(line).isEqualTo("0 passed, 1 failed, 0 skipped"));
  }

  @Test
  void showsAWrongGradient() throws IOException {
    copy("ops/where");
    change("ops/where", "c2_1_g", 0, 1);
    assertThat(run(1, folder.toString()).getFirst())
        .startsWith("FAIL ops/where: gradient of c2_1, call 1: 1 of 3 elements differ; worst");
  }

  @Test
  void shapesAndTypesMustBeTheSame() throws IOException {
    copy("ops/argmax");
    edit("ops/argmax", "\"c0_y0\": {\"shape\": [], \"dtype\": \"int32\"}", "int32", "int64");
    edit("ops/argmax", "{\"axis\": -1, \"keepdims\": true}", "true", "false");
    assertThat(run(1, folder.toString()).getFirst())
        .isEqualTo(
            "FAIL ops/argmax: call 0 result 0: dtype int32, want int64; "
                + "call 2 result 0: shape [2, 3], want [2, 3, 1]");
  }

  @Test
  void noticesThatACallIsNotRefused() throws IOException {
    copy("ops/add__refused");
    edit("ops/add__refused", "{\"$array\": \"c0_1\"}", "c0_1", "c0_0");
    assertThat(run(1, folder.toString()).getFirst())
        .isEqualTo("FAIL ops/add__refused: call 0: must be refused, gave [float32[2, 3]]");
  }

  @Test
  void skipsWhatDoesNotExistYetByName() throws IOException {
    copy("layers/dense_00");
    edit("layers/dense_00", "\"class_name\": \"Dense\"", "Dense", "Denser");
    copy("ops/matmul");
    edit("ops/matmul", "\"function\": \"matmul\"", "matmul", "matmuls");
    copy("ops/take");
    edit("ops/take", "{\"axis\": 1}", "axis", "axes");
    assertThat(run(0, folder.toString()))
        .containsExactly(
            "SKIP layers/dense_00: layer Denser does not exist yet",
            "SKIP ops/matmul: op matmuls does not exist yet",
            "SKIP ops/take: argument axes of take does not exist yet",
            "0 passed, 0 failed, 3 skipped");
  }

  @Test
  void checksTheOtherCallsOfASkippedCase() throws IOException {
    copy("ops/add__dtypes");
    String declared = "\"c2_1\": {\"shape\": [4], \"dtype\": \"int32\"}";
    edit("ops/add__dtypes", declared, "int32", "float8_e5m2");
    assertThat(run(0, folder.toString()).getFirst())
        .isEqualTo("SKIP ops/add__dtypes: dtype float8_e5m2 does not exist yet");
    change("ops/add__dtypes", "c4_y0", 0, 1);
    assertThat(run(1, folder.toString()).getFirst())
        .startsWith("FAIL ops/add__dtypes: call 2 result 0: 1 of 3 elements differ");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    copy("ops/take");
    Files.delete(folder.resolve("ops/take.npz"));
    Files.writeString(folder.resolve("ops/torn.json"), "{\"format\": ");
    Files.writeString(folder.resolve("ops/other.json"), "{\"format\": \"conformance/2\"}");
    assertThat(run(1, folder.toString()))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("FAIL ops/take: call 0: UncheckedIOException: "),
            line -> assertThat(line).startsWith("FAIL ops/torn: no JSON object: Unexpected end"),
            line -> assertThat(line).isEqualTo("0 passed, 2 failed, 0 skipped"));
  }

  @Test
  void saysWhatIsWrongWithTheFolder() {
    assertThat(run(2)).containsExactly("usage: gradus conformance DIR");
    assertThat(run(2, folder.resolve("none").toString()))
        .containsExactly("conformance: no folder " + folder.resolve("none"));
    assertThat(run(2, folder.toString())).containsExactly("conformance: no cases under " + folder);
  }

  private static List<String> run(int status, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(Conformance.run(List.of(arguments), out, out)).isEqualTo(status);
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void copy(String name) throws IOException {
    for (String file : Stream.of(".json", ".npz").map(name::concat).toList()) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(CASES.resolve(file), folder.resolve(file));
    }
  }

  /// Replaces a word in the only place of the case's JSON that reads so.
  private void edit(String name, String place, String word, String by) throws IOException {
    Path file = folder.resolve(name + ".json");
    String text = Files.readString(file);
    assertThat(text).containsOnlyOnce(place);
    Files.writeString(file, text.replace(place, place.replace(word, by)));
  }

  /// Adds to an element of an array of the case.
  private void change(String name, String array, int position, float by) throws IOException {
    Path file = folder.resolve(name + ".npz");
    Map<String, Tensor> arrays = new LinkedHashMap<>(Npz.read(file));
    Tensor before = arrays.get(array);
    float[] values = before.toFloatArray();
    values[position] += by;
    arrays.put(array, Tensor.of(values, before.shape()));
    Npz.write(file, arrays);
  }
}

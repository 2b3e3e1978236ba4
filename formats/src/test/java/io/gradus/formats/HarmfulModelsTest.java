package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Architectures of some KB that took the process down, or all of its time, are read or refused in
/// a small heap.
class HarmfulModelsTest {
  private static final String LARGE = "many layers|chain|backwards";

  private static List<String> run(String heap, String names) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heap,
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HarmfulModels.class.getName(),
                names)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Beside what the log says of backends.
    assertThat(output).doesNotContain("Exception in thread");
    return output
        .lines()
        .filter(line -> line.matches("[^:]*: (read|refused|slow|failed).*"))
        .toList();
  }

  @Test
  void readsOrRefusesThemInAHeapOf128Megabytes() throws IOException {
    List<String> results = run("128m", "(?!" + LARGE + ").*");
    assertThat(results)
        .hasSizeGreaterThan(50)
        .allMatch(line -> line.matches(".*: (read|refused) .*"));
    assertThat(results)
        .contains(
            "nested sequential: read 1 layers",
            "nested sequential without input: read 1 layers",
            "nested called twice: read 2 layers",
            "pipeline twice: read 1 layers",
            "unroll: read 1 layers",
            "resizing bicubic: read 1 layers",
            "center crop of huge: read 1 layers",
            "category encoding: read 1 layers",
            "causal: read 2 layers",
            "stacked: read 1 layers");
    assertThat(results)
        .anyMatch(line ->
            line.startsWith(
                "metrics: refused metrics that keep more than 4,194,304 numbers"
                    + " (LoadLimits.state)"));
  }

  @Test
  void readsAnyNumberOfLayers() throws IOException {
    assertThat(run("1g", LARGE))
        .containsExactly(
            "many layers: read 50000 layers",
            "chain: read 100001 layers",
            "backwards: read 50001 layers");
  }

  @Test
  void saysThatTheHeapIsTooSmall() throws IOException {
    assertThat(run("128m", "chain")).singleElement().asString().startsWith("chain: refused ");
  }
}

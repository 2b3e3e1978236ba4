package io.gradus.checks.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradus.conformance.Conformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("gradus.root", ".."));
  private static final Path HERE = ROOT.resolve("checks/src/test/resources/keras2");
  private static final Path SHARED = ROOT.resolve("../shared/keras2");

  @TempDir Path folder;

  @Test
  void filesOfKeras1And2PredictEvaluateAndTrainOn() {
    assertThat(run(0, HERE)).containsExactly("19 passed, 0 failed, 0 skipped");
  }

  @Test
  void filesOfKeras3PredictEvaluateAndTrainOn() {
    assertThat(run(0, HERE.resolveSibling("keras3")))
        .containsExactly("36 passed, 0 failed, 0 skipped");
  }

  @Test
  void allFilesOfTheSharedFolderPass() {
    assumeTrue(Files.isDirectory(SHARED), "no folder " + SHARED + ": its files are not read");
    assertThat(run(0, SHARED)).containsExactly("136 passed, 0 failed, 0 skipped");
  }

  @Test
  void aWrongPredictionIsShownWithItsWorstElement() throws IOException {
    entry("\"expected\"", "1.5");
    assertThat(run(1, folder).getFirst())
        .startsWith(
            "FAIL thresholded.h5: expected thresholded_re_lu_1: 8 of 8 elements differ; worst");
  }

  @Test
  void aFileThatMustBeRefusedFailsWhenItIsRead() throws IOException {
    entry("\"refuse\": \"a test\", \"expected\"", "1");
    assertThat(run(1, folder))
        .containsExactly(
            "FAIL thresholded.h5: is read; want it refused: a test",
            "0 passed, 1 failed, 0 skipped");
  }

  private void entry(String key, String value) throws IOException {
    Files.copy(HERE.resolve("2.2.4-tf-thresholded-relu.h5"), folder.resolve("thresholded.h5"));
    String x = "[[0.5, 0.25, 0.125, 1]]";
    Files.writeString(
        folder.resolve("index.json"),
        """
        [{"file": "thresholded.h5", "input": [{"name": "x", "value": %s}],
          %s: [{"name": "thresholded_re_lu_1", "value": [[%s, 1, 1, 1, 1, 1, 1, %s]]}]}]
        """
            .formatted(x, key, value, value));
  }

  private static List<String> run(int status, Path cases) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(Conformance.run(List.of(cases.toString()), out, System.err)).isEqualTo(status);
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

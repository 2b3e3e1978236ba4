package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Tries a number of files that ends in time; `-Dgradus.fuzz.structure=300000` tries more, and
/// `-Dgradus.fuzz.seed=1` others.
class StructureFuzzTest {
  @Test
  void changedPartsAreReadOrRefusedInAHeapOf128Megabytes()
      throws IOException, InterruptedException {
    String count = System.getProperty("gradus.fuzz.structure", "30000");
    Process fuzz =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StructureFuzz.class.getName(),
                count,
                System.getProperty("gradus.fuzz.seed", "20261201"))
            .redirectErrorStream(true)
            .start();
    String output = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fuzz.waitFor()).as(output).isZero();
    assertThat(output).containsPattern("[\\d,]+ tried, [\\d,]+ read");
  }
}

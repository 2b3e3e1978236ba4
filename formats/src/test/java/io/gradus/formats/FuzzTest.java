package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FuzzTest {
  private static final int MUTANTS = 100_000;

  /// The files have less than 40 KB, so that twice a file is lost in the 64 MB.
  @Test
  void damagedFilesAreReadOrRefusedInAHeapOf64Megabytes() throws IOException, InterruptedException {
    Process fuzz =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Fuzz.class.getName(),
                Integer.toString(MUTANTS))
            .redirectErrorStream(true)
            .start();
    String output = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fuzz.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(fuzz.exitValue()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.contains(": 100,000 tried, "))).hasSize(24);
  }
}

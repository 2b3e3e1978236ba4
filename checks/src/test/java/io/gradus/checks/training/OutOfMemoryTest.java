package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A batch for which the heap is too small: what its step takes is told, and a size that fits.
class OutOfMemoryTest {
  private static final Pattern TOLD =
      Pattern.compile(
          "(fit|evaluate|predict): a step of 50,000 samples takes about [0-9]{3} MiB; the heap"
              + " \\(-Xmx\\) has 128 MiB, of which [0-9]+ are in use; a batch size of ([0-9,]+)"
              + " fits \\| Java heap space\n");

  private static Java.Result run(int samples) {
    String tests = System.getProperty("path.separator") + Java.location(MemoryProgram.class);
    String main = MemoryProgram.class.getName();
    return Java.run("-Xmx128m", "-cp", Java.LIB + "/*" + tests, main, samples);
  }

  @Test
  void saysWhatAStepTakesAndWhatWouldFit() {
    Java.Result run = run(50_000);
    List<MatchResult> told = TOLD.matcher(run.out()).results().toList();
    assertThat(told).as(run.out() + run.err()).hasSize(3);
    assertThat(told)
        .extracting(match -> match.group(1))
        .containsExactly("fit", "evaluate", "predict");
    // Nothing was trained, and what fits is trained and predicted with afterwards.
    assertThat(run.out()).endsWith("steps 0.0\nfitted 1\npredicted 50000\n");
    int fitting = Integer.parseInt(told.getFirst().group(2).replace(",", ""));
    assertThat(run(fitting).out()).startsWith("done\ndone\ndone\nsteps 1.0\n");
  }
}

package io.gradus.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BenchTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) throws Exception {
    return Bench.run(
        arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void anUnknownNameListsTheKnownOnes() throws Exception {
    assertThat(run("gem")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "gradus: bench: unknown workload \"gem\"; known: gemm, mlp, cnn, resnet, lstm,"
                + " transformer, elementwise, infer, contention, sizes, startup");
    assertThat(out.size()).isZero();
  }

  @Test
  void noNameListsTheKnownOnes() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "gradus: bench: usage: gradus bench WORKLOAD [EPOCHS];"
                + " known: gemm, mlp, cnn, resnet, lstm, transformer, elementwise, infer,"
                + " contention, sizes, startup");
  }

  @Test
  void epochsMustBeANumber() throws Exception {
    assertThat(run("mlp", "0")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "gradus: bench: EPOCHS must be a number from 1 to 999999, got \"0\"");
  }

  @Test
  void aProcessIsStartedAndTimed() throws Exception {
    assertThat(run("startup")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .allMatch(line ->
            line.matches(
                "workload=startup metric=(process_ms|peak_rss_mib|first_step_ms) value=[0-9.e+]+"
                    + " threads=2.*"))
        .filteredOn(line -> line.contains("_ms"))
        .hasSize(10);
  }

  @Test
  void linesAreThoseOfThePeers() {
    Report report = new Report(new PrintStream(out, true, UTF_8), "infer", 2);
    report.perCall("predict_b1", new Timing(64.612, 47.25));
    report.threads(1).result("gflops", 103.456, "size=512x512x512 median=102 peak=117.0");
    report.result("test_accuracy", 0.97812, "");
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "workload=infer metric=us_per_call value=64.61 threads=2 op=predict_b1 best=47.25",
            "workload=infer metric=gflops value=103.5 threads=1 size=512x512x512 median=102"
                + " peak=117.0",
            "workload=infer metric=test_accuracy value=0.9781 threads=2");
  }

  @Test
  void aTimingHasAtLeastSoManyCalls() {
    AtomicInteger calls = new AtomicInteger();
    Timing timing = Timing.of(calls::incrementAndGet, 0, 0, 10, 0);
    assertThat(calls.get()).isEqualTo(10);
    assertThat(timing.best()).isLessThanOrEqualTo(timing.median());
  }
}

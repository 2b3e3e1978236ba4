package io.gradus.checks.training;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training, predicting, saving and loading on and on takes no more heap, files and threads:
/// `-Dgradus.soak.rounds=30000` for about half an hour.
class SoakTest {
  private static final int ROUNDS = Integer.getInteger("gradus.soak.rounds", 120);

  // Measured: within 0.3 MB from sample to sample. A tensor or program that stayed behind in each
  // of
  // the thousands of rounds would be more.
  private static final long HEAP = 2_000_000;
  private static final long FEW = 3;

  @TempDir Path folder;

  private record Sample(long nanos, long heap, long files, long threads, long rounds) {
    static Sample of(String line) {
      long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
      return new Sample(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
  }

  @Test
  void nothingGrows() {
    Java.Result run =
        Java.runWithin(
            Math.max(300, ROUNDS),
            "-Xmx128m",
            "-p",
            LIB,
            "--add-modules",
            "io.gradus,io.gradus.formats,java.management,jdk.management",
            "-cp",
            Java.location(SoakProgram.class),
            SoakProgram.class.getName(),
            ROUNDS,
            folder);
    assertThat(run.status()).as(run.err()).isZero();
    List<Sample> samples = run.out().lines().map(Sample::of).toList();
    assertThat(samples).hasSizeGreaterThanOrEqualTo(30);
    Sample last = samples.getLast();
    System.out.printf(
        "soak: %d rounds in %.0f s; heap %+.1f, files %+.2f, threads %+.2f in an hour%n",
        last.rounds,
        last.nanos / 1e9,
        perHour(samples, Sample::heap) / 1e6,
        perHour(samples, Sample::files),
        perHour(samples, Sample::threads));
    assertThat(growth(samples, Sample::heap)).isLessThan(HEAP);
    assertThat(growth(samples, Sample::files)).isLessThan(FEW);
    assertThat(growth(samples, Sample::threads)).isLessThan(FEW);
  }

  /// {@return how much more the least of the last third is than the least of the second}
  private static long growth(List<Sample> samples, ToLongFunction<Sample> value) {
    int third = samples.size() / 3;
    LongSummaryStatistics second =
        samples.subList(third, 2 * third).stream().mapToLong(value).summaryStatistics();
    LongSummaryStatistics last =
        samples.subList(2 * third, samples.size()).stream().mapToLong(value).summaryStatistics();
    return last.getMin() - second.getMin();
  }

  /// {@return the slope of the last two thirds, by least squares}
  private static double perHour(List<Sample> samples, ToLongFunction<Sample> value) {
    List<Sample> later = samples.subList(samples.size() / 3, samples.size());
    double time = later.stream().mapToDouble(Sample::nanos).average().orElseThrow();
    double mean = later.stream().mapToLong(value).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (Sample sample : later) {
      products += (sample.nanos - time) * (value.applyAsLong(sample) - mean);
      squares += (sample.nanos - time) * (sample.nanos - time);
    }
    return products / squares * 3_600e9;
  }
}

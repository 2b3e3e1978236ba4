package io.gradus.jmh;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the benchmarks share: how they are timed, and whose kernels.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
abstract class KernelBenchmark {
  /// The kernels of the device in use.
  final Kernels kernels = Device.current().kernels();

  /// {@return the numbers of a size such as `128x512x784`}
  static long[] lengths(String size) {
    return Arrays.stream(size.split("x", -1)).mapToLong(Long::parseLong).toArray();
  }
}

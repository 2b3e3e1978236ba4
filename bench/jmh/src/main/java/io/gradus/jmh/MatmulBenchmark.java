package io.gradus.jmh;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Matrix products `[m, k]·[k, n]`, and with either operand transposed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class MatmulBenchmark {
  /// The lengths m, n and k.
  @Param({"128x512x784", "784x512x128", "512x512x512", "1x512x784", "128x10x512"})
  public String size;

  private Device device;
  private Strided out;
  private Strided a;
  private Strided b;
  private Strided aTransposed;
  private Strided bTransposed;

  /// Makes operands of the size.
  @Setup
  public void setUp() {
    long[] lengths = Arrays.stream(size.split("x", -1)).mapToLong(Long::parseLong).toArray();
    device = Device.current();
    out = Views.result(lengths[0], lengths[1]);
    a = Views.uniform(lengths[0], lengths[2]);
    b = Views.uniform(lengths[2], lengths[1]);
    aTransposed = Views.uniform(lengths[2], lengths[0]).permute(1, 0);
    bTransposed = Views.uniform(lengths[1], lengths[2]).permute(1, 0);
  }

  /// Both as they are.
  @Benchmark
  public void plain() {
    device.kernels().matmul(out, a, b);
  }

  /// As in the gradient by a layer's weights.
  @Benchmark
  public void firstTransposed() {
    device.kernels().matmul(out, aTransposed, b);
  }

  /// As in the gradient by a layer's input.
  @Benchmark
  public void secondTransposed() {
    device.kernels().matmul(out, a, bTransposed);
  }
}

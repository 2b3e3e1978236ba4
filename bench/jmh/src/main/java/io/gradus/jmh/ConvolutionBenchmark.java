package io.gradus.jmh;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sweep;
import java.util.Arrays;
import java.util.List;
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

/// Convolutions with a 3×3 kernel and their gradients.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class ConvolutionBenchmark {
  /// Samples, side of the images, channels and filters.
  @Param({"128x28x1x32", "128x13x32x64", "32x28x64x64", "1x56x64x64"})
  public String size;

  /// The cells between windows.
  @Param({"1", "2"})
  public int stride;

  private Device device;
  private Sweep sweep;
  private Strided x;
  private Strided kernel;
  private Strided y;

  /// Makes operands of the size.
  @Setup
  public void setUp() {
    long[] lengths = Arrays.stream(size.split("x", -1)).mapToLong(Long::parseLong).toArray();
    device = Device.current();
    List<Integer> none = List.of(0, 0);
    sweep = new Sweep(List.of(stride, stride), List.of(1, 1), none, none, 1);
    long windows = sweep.windows(0, lengths[1], 3);
    x = Views.uniform(lengths[0], lengths[1], lengths[1], lengths[2]);
    kernel = Views.uniform(3, 3, lengths[2], lengths[3]);
    y = Views.uniform(lengths[0], windows, windows, lengths[3]);
  }

  /// The convolution.
  @Benchmark
  public void forward() {
    device.kernels().convolve(sweep, y, x, kernel);
  }

  /// Its gradient by the input.
  @Benchmark
  public void gradientByInput() {
    device.kernels().convolveTransposed(sweep, x, y, kernel);
  }

  /// Its gradient by the kernel.
  @Benchmark
  public void gradientByKernel() {
    device.kernels().convolveKernel(sweep, kernel, x, y);
  }
}

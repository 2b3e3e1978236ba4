package io.gradus.jmh;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Sweep;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Convolutions with a 3×3 kernel and their gradients.
@SuppressWarnings("NullAway.Init")
public class ConvolutionBenchmark extends KernelBenchmark {
  /// Samples, side of the images, channels and filters.
  @Param({"128x28x1x32", "128x13x32x64", "32x28x64x64", "1x56x64x64"})
  public String size;

  /// The cells between windows.
  @Param({"1", "2"})
  public int stride;

  private Sweep sweep;
  private Strided x;
  private Strided kernel;
  private Strided y;

  /// Makes operands of the size.
  @Setup
  public void setUp() {
    long[] lengths = lengths(size);
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
    kernels.convolve(sweep, y, x, kernel);
  }

  /// Its gradient by the input.
  @Benchmark
  public void gradientByInput() {
    kernels.convolveTransposed(sweep, x, y, kernel);
  }

  /// Its gradient by the kernel.
  @Benchmark
  public void gradientByKernel() {
    kernels.convolveKernel(sweep, kernel, x, y);
  }
}

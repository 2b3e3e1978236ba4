package io.gradus.jmh;

import io.gradus.tensor.kernel.Strided;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Matrix products `[m, k]·[k, n]`, and with either operand transposed.
@SuppressWarnings("NullAway.Init")
public class MatmulBenchmark extends KernelBenchmark {
  /// The lengths m, n and k.
  @Param({"128x512x784", "784x512x128", "512x512x512", "1x512x784", "128x10x512"})
  public String size;

  private Strided out;
  private Strided a;
  private Strided b;
  private Strided aTransposed;
  private Strided bTransposed;

  /// Makes operands of the size.
  @Setup
  public void setUp() {
    long[] lengths = lengths(size);
    out = Views.result(lengths[0], lengths[1]);
    a = Views.uniform(lengths[0], lengths[2]);
    b = Views.uniform(lengths[2], lengths[1]);
    aTransposed = Views.uniform(lengths[2], lengths[0]).permute(1, 0);
    bTransposed = Views.uniform(lengths[1], lengths[2]).permute(1, 0);
  }

  /// Both as they are.
  @Benchmark
  public void plain() {
    kernels.matmul(out, a, b);
  }

  /// As in the gradient by a layer's weights.
  @Benchmark
  public void firstTransposed() {
    kernels.matmul(out, aTransposed, b);
  }

  /// As in the gradient by a layer's input.
  @Benchmark
  public void secondTransposed() {
    kernels.matmul(out, a, bTransposed);
  }
}

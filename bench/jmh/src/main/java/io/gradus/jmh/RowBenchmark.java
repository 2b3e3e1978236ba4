package io.gradus.jmh;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Reduction;
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

/// Kernels over a matrix: functions of each element, sums along either axis, softmax, copies,
/// random numbers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init")
public class RowBenchmark {
  /// Rows and columns.
  @Param({"1024x1024", "128x10", "86528x32"})
  public String size;

  private Device device;
  private Strided x;
  private Strided out;
  private Strided ofRows;
  private Strided ofColumns;

  /// Makes operands of the size.
  @Setup
  public void setUp() {
    long[] lengths = Arrays.stream(size.split("x", -1)).mapToLong(Long::parseLong).toArray();
    device = Device.current();
    x = Views.uniform(lengths);
    out = Views.result(lengths);
    ofRows = Views.result(lengths[0]);
    ofColumns = Views.result(lengths[1]);
  }

  /// A function that is a polynomial.
  @Benchmark
  public void exp() {
    device.kernels().unary(new Elementwise.Exp(), out, x);
  }

  /// A function that is an instruction.
  @Benchmark
  public void add() {
    device.kernels().binary(new Elementwise.Add(), out, x, x);
  }

  /// Sums of rows.
  @Benchmark
  public void sumOfRows() {
    device.kernels().reduce(Reduction.SUM, ofRows, x, 1);
  }

  /// Sums of columns.
  @Benchmark
  public void sumOfColumns() {
    device.kernels().reduce(Reduction.SUM, ofColumns, x.permute(1, 0), 1);
  }

  /// Softmax over rows.
  @Benchmark
  public void softmax() {
    device.kernels().softmax(out, x, false);
  }

  /// A copy.
  @Benchmark
  public void copy() {
    device.kernels().copy(out, x);
  }

  /// Random numbers.
  @Benchmark
  public void uniform() {
    device.kernels().uniform(out, 1, 0);
  }
}

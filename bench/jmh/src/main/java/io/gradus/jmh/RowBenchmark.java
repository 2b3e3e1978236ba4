package io.gradus.jmh;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.kernel.Reduction;
import io.gradus.tensor.kernel.Strided;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Kernels over a matrix: functions of each element, sums along either axis, softmax, copies,
/// random numbers.
@SuppressWarnings("NullAway.Init")
public class RowBenchmark extends KernelBenchmark {
  /// Rows and columns.
  @Param({"1024x1024", "128x10", "86528x32"})
  public String size;

  private Strided x;
  private Strided out;
  private Strided ofRows;
  private Strided ofColumns;

  /// Makes operands of the size.
  @Setup
  public void setUp() {
    long[] lengths = lengths(size);
    x = Views.uniform(lengths);
    out = Views.result(lengths);
    ofRows = Views.result(lengths[0]);
    ofColumns = Views.result(lengths[1]);
  }

  /// A function that is a polynomial.
  @Benchmark
  public void exp() {
    kernels.unary(new Elementwise.Exp(), out, x);
  }

  /// A function that is an instruction.
  @Benchmark
  public void add() {
    kernels.binary(new Elementwise.Add(), out, x, x);
  }

  /// Sums of rows.
  @Benchmark
  public void sumOfRows() {
    kernels.reduce(Reduction.SUM, ofRows, x, 1);
  }

  /// Sums of columns.
  @Benchmark
  public void sumOfColumns() {
    kernels.reduce(Reduction.SUM, ofColumns, x.permute(1, 0), 1);
  }

  /// Softmax over rows.
  @Benchmark
  public void softmax() {
    kernels.softmax(out, x, false);
  }

  /// A copy.
  @Benchmark
  public void copy() {
    kernels.copy(out, x);
  }

  /// Random numbers.
  @Benchmark
  public void uniform() {
    kernels.uniform(out, 1, 0);
  }
}

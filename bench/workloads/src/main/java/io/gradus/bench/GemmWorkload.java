package io.gradus.bench;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import io.gradus.vector.Peak;
import java.util.List;

/// The matrix product [m, k]·[k, n] into a ready result, on one thread and on two, beside the peak
/// of one core's multiply-adds in the same process.
final class GemmWorkload implements Workload {
  private static final int WARM_ROUNDS = 2_000;
  private static final int ROUNDS = 500;

  private record Size(int m, int n, int k) {
    double gigaflop() {
      return 2e-9 * m * n * k;
    }

    @Override
    public String toString() {
      return m + "x" + n + "x" + k;
    }
  }

  private static final List<Size> SIZES =
      List.of(
          new Size(128, 512, 784),
          new Size(784, 512, 128),
          new Size(512, 512, 512),
          new Size(1024, 1024, 1024),
          new Size(2048, 2048, 2048));

  @Override
  public String name() {
    return "gemm";
  }

  @Override
  public void run(Report report, int epochs) {
    Peak.gflops(WARM_ROUNDS);
    String backend = Device.current().kernels().name();
    for (int threads = 1; threads <= 2; threads++) {
      Cpu device = Cpu.with(backend, threads);
      for (Size size : SIZES) {
        measure(report.threads(threads), device, size);
      }
    }
  }

  private static void measure(Report report, Device device, Size size) {
    Strided a = random(device, 1, size.m, size.k);
    Strided b = random(device, 2, size.k, size.n);
    Strided c = Strided.allocate(device, TensorType.of(DType.FLOAT32, size.m, size.n));
    Kernels kernels = device.kernels();
    double peak = Peak.gflops(ROUNDS);
    Timing timing = Timing.of(() -> kernels.matmul(c, a, b));
    report.result(
        "gflops",
        size.gigaflop() / timing.best() * 1e6,
        "size=%s median=%s peak=%s"
            .formatted(
                size, Report.number(size.gigaflop() / timing.median() * 1e6), Report.number(peak)));
  }

  private static Strided random(Device device, long seed, int rows, int columns) {
    float[] values = Numbers.uniform(rows * columns, seed);
    return Strided.dense(new ArrayStorage(DType.FLOAT32, device, values), Shape.of(rows, columns));
  }
}

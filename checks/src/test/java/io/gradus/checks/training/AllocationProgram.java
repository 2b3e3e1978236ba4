package io.gradus.checks.training;

import com.sun.management.ThreadMXBean;
import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.lang.management.ManagementFactory;

/// Prints what a training step, an epoch of `fit` and a prediction for 256 samples allocate, in
/// bytes, once they are hot. A process of its own: where other code has run kernels before, C2
/// inlines them less and the Vector API makes objects of vectors.
final class AllocationProgram {
  private AllocationProgram() {}

  public static void main(String[] bounds) {
    Sequential model = Digits.model(64);
    Batch batch = Digits.batch();
    Tensor x = Digits.x(256);
    Dataset data =
        Dataset.of(Digits.x(Digits.MOST), Digits.y(Digits.MOST))
            .mapRecorded(samples -> samples.mapX(pixels -> pixels.mul(0.9)));
    Fit epoch = Fit.epochs(1).batchSize(128).quiet();
    System.out.println(perRun(Long.parseLong(bounds[0]), () -> model.trainOnBatch(batch)));
    System.out.println(perRun(Long.parseLong(bounds[1]), () -> model.fit(data, epoch)));
    System.out.println(perRun(Long.parseLong(bounds[2]), () -> model.predictOnBatch(x)));
  }

  /// {@return what a run allocates once it is hot. Before C2 has compiled a kernel, at no fixed
  /// time, the Vector API makes an object of every vector; so rounds go on until the bound holds,
  /// or for half a minute}
  private static long perRun(long bound, Runnable code) {
    int runs = 60;
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + 30_000_000_000L;
    while (least >= bound && System.nanoTime() < end) {
      long before = allocated();
      for (int i = 0; i < runs; i++) {
        code.run();
      }
      least = Math.min(least, (allocated() - before) / runs);
    }
    return least;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }
}

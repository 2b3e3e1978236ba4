package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gradus.data.Batch;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// Training on and on takes no more memory.
class SteadyStateTest {
  // Measured: 150 KB a step remain, of small things only: the lists and views of a run and the
  // results read as a map. One copy of the batch or of the weights would be 400 or 203 KB more.
  private static final long BYTES_PER_STEP = 200_000;

  private static final Batch BATCH = Digits.batch();

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  @Test
  void aStepAllocatesNoLargeArrays() {
    Sequential model = Digits.model(64);
    long perStep = perRun(BYTES_PER_STEP, () -> model.trainOnBatch(BATCH));
    assertThat(perStep).isLessThan(BYTES_PER_STEP);
  }

  @Test
  void aPredictionAllocatesLittleMoreThanItsResult() {
    Sequential model = Digits.model(64);
    Tensor x = Digits.x(256);
    long result = 256 * 10 * 4L;
    long perRun = perRun(result + 50_000, () -> model.predictOnBatch(x));
    assertThat(perRun).isBetween(result, result + 50_000);
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

  @Test
  void theHeapStaysTheSameOverTenThousandSteps() throws InterruptedException {
    Sequential model = Digits.model(64);
    for (int i = 0; i < 50; i++) {
      model.trainOnBatch(BATCH);
    }
    long before = used();
    for (int i = 0; i < 10_000; i++) {
      model.trainOnBatch(BATCH);
    }
    assertThat(used() - before).isLessThan(500_000);
  }

  @Test
  void inEagerStepsTooTheHeapStaysTheSame() throws InterruptedException {
    Sequential model = Digits.model(64);
    model.runEagerly(true);
    for (int i = 0; i < 50; i++) {
      model.trainOnBatch(BATCH);
    }
    long before = used();
    for (int i = 0; i < 100; i++) {
      model.trainOnBatch(BATCH);
    }
    assertThat(used() - before).isLessThan(500_000);
  }

  private static long used() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(10);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}

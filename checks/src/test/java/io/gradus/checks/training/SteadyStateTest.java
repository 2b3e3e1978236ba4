package io.gradus.checks.training;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import io.gradus.data.Batch;
import io.gradus.nn.model.Sequential;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Training on and on takes no more memory.
class SteadyStateTest {
  // Measured: 19 KB a step remain, of small things only: the lists and views of a run and the
  // results read as a map. One copy of the batch or of the weights would be 400 or 203 KB more.
  private static final long BYTES_PER_STEP = 35_000;

  // Measured: 650 KB for an epoch of 16 steps, which read no results: one batch of 400 KB, by which
  // `fit` checks the data, and small things. The other batches take the memory of earlier ones.
  private static final long BYTES_PER_EPOCH = 900_000;

  // Measured: 1.7 KB beside the result.
  private static final long BYTES_PER_PREDICTION = 5_000;

  private static final Batch BATCH = Digits.batch();

  @Test
  void hotStepsAndPredictionsAllocateNoLargeArrays() {
    long result = 256 * 10 * 4L;
    Java.Result run =
        Java.run(
            "-p",
            LIB,
            "--add-modules",
            "io.gradus,java.management,jdk.management",
            "-cp",
            Java.location(AllocationProgram.class),
            AllocationProgram.class.getName(),
            BYTES_PER_STEP,
            BYTES_PER_EPOCH,
            result + BYTES_PER_PREDICTION);
    assertThat(run.status()).as(run.err()).isZero();
    List<Long> bytes = run.out().lines().map(Long::valueOf).toList();
    assertThat(bytes).hasSize(3);
    assertThat(bytes.get(0)).isLessThan(BYTES_PER_STEP);
    assertThat(bytes.get(1)).isLessThan(BYTES_PER_EPOCH);
    assertThat(bytes.get(2)).isBetween(result, result + BYTES_PER_PREDICTION);
  }

  @Test
  void theHeapStaysTheSameOverTenThousandSteps() throws InterruptedException {
    Sequential model = Digits.model(64);
    for (int i = 0; i < 50; i++) {
      model.trainOnBatch(BATCH);
    }
    long before = HeapInUse.bytes();
    for (int i = 0; i < 10_000; i++) {
      model.trainOnBatch(BATCH);
    }
    assertThat(HeapInUse.bytes() - before).isLessThan(500_000);
  }

  @Test
  void inEagerStepsTooTheHeapStaysTheSame() throws InterruptedException {
    Sequential model = Digits.model(64);
    model.runEagerly(true);
    for (int i = 0; i < 50; i++) {
      model.trainOnBatch(BATCH);
    }
    long before = HeapInUse.bytes();
    for (int i = 0; i < 100; i++) {
      model.trainOnBatch(BATCH);
    }
    assertThat(HeapInUse.bytes() - before).isLessThan(500_000);
  }
}

package io.gradus.bench;

import io.gradus.data.Batch;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Predictions of the `mlp` network by many threads beside its training: how many steps and
/// predictions there are in a second, as shares of what each does alone, and how long single ones
/// take.
final class ContentionWorkload implements Workload {
  private static final long NANOS = 4_000_000_000L;
  private static final int WARM = 400;
  private static final int MOST = 1 << 21;

  // What is timed, of all threads together.
  private static final class Times {
    private final long[] nanos = new long[MOST];
    private final AtomicInteger count = new AtomicInteger();

    void time(Runnable call) {
      long start = System.nanoTime();
      call.run();
      int i = count.getAndIncrement();
      if (i < MOST) {
        nanos[i] = System.nanoTime() - start;
      }
    }

    int count() {
      return Math.min(MOST, count.get());
    }

    /// {@return a quantile in milliseconds}
    double quantile(double part) {
      long[] sorted = Arrays.copyOf(nanos, count());
      Arrays.sort(sorted);
      return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }
  }

  private record Callers(int count, boolean virtual) {
    @Override
    public String toString() {
      return count + (virtual ? "_virtual" : "_platform");
    }

    Thread start(Runnable task) {
      return virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
    }
  }

  @Override
  public String name() {
    return "contention";
  }

  @Override
  public void run(Report report, int epochs) throws InterruptedException {
    Sequential model = MlpWorkload.model();
    model.seed(1);
    model.compile(new RMSprop(), new SparseCategoricalCrossentropy());
    int samples = DigitTraining.BATCH;
    Tensor x =
        Tensor.of(
            Numbers.uniform(samples * MlpWorkload.PIXELS, 1),
            Shape.of(samples, MlpWorkload.PIXELS));
    Tensor y = Tensor.zeros(Shape.of(samples), DType.INT32);
    Batch batch = Batch.of(x, y);
    Tensor one = x.get(":1");
    Runnable step = () -> model.trainOnBatch(batch);
    Runnable prediction = () -> model.predictOnBatch(one);
    for (int i = 0; i < WARM; i++) {
      step.run();
      for (int j = 0; j < 10; j++) {
        prediction.run();
      }
    }
    Times stepsAlone = measure(step, prediction, null, true)[0];
    for (Callers callers : List.of(new Callers(64, false), new Callers(1000, true))) {
      Times[] without = measure(step, prediction, callers, false);
      Times[] beside = measure(step, prediction, callers, true);
      result(report, "steps", callers, beside[0], stepsAlone);
      result(report, "predictions", callers, beside[1], without[1]);
    }
  }

  // With half of the processors, what takes longest alone may take twice as long.
  private static void result(
      Report report, String what, Callers callers, Times beside, Times alone) {
    report.result(
        what + "_ratio",
        (double) beside.count() / alone.count(),
        "callers=%s ms_p50=%s ms_p99=%s ms_max=%s ms_max_alone=%s ms_beyond_fair_share=%s"
            .formatted(
                callers,
                Report.number(beside.quantile(0.5)),
                Report.number(beside.quantile(0.99)),
                Report.number(beside.quantile(1)),
                Report.number(alone.quantile(1)),
                Report.number(Math.max(0, beside.quantile(1) - 2 * alone.quantile(1)))));
  }

  /// {@return the times of steps and of predictions}
  private static Times[] measure(
      Runnable step, Runnable prediction, @Nullable Callers callers, boolean trains)
      throws InterruptedException {
    Times steps = new Times();
    Times predictions = new Times();
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; callers != null && i < callers.count; i++) {
      threads.add(
          callers.start(() -> {
            await(begin);
            while (!done.get()) {
              predictions.time(prediction);
            }
          }));
    }
    begin.countDown();
    long start = System.nanoTime();
    while (System.nanoTime() - start < NANOS) {
      if (trains) {
        steps.time(step);
      } else {
        Thread.sleep(10);
      }
    }
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    return new Times[] {steps, predictions};
  }

  private static void await(CountDownLatch begin) {
    try {
      begin.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.gradus.checks.training;

import com.sun.management.UnixOperatingSystemMXBean;
import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Trains, evaluates, predicts in many threads and batch sizes, saves and loads, so many times.
/// Prints now and then a line: nanoseconds since the start, bytes of heap in use after a
/// collection, open files, threads, rounds so far.
final class SoakProgram {
  private static final int SAMPLES = 30;
  private static final int SIZES = 8;

  private SoakProgram() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int rounds = Integer.parseInt(arguments[0]);
    Path file = Path.of(arguments[1]).resolve("soak.keras");
    Sequential model = Digits.model(16);
    long begin = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      run(model, file, round);
      if (round % (rounds / SAMPLES) == 0) {
        long now = System.nanoTime() - begin;
        System.out.println(
            "%d %d %d %d %d".formatted(now, HeapInUse.bytes(), files(), threads(), round));
      }
    }
  }

  private static void run(Sequential model, Path file, int round)
      throws IOException, InterruptedException, ExecutionException {
    int size = 1 + round % SIZES;
    Dataset data = Dataset.of(Digits.x(100), Digits.y(100));
    model.fit(data, Fit.epochs(1).batchSize(size + 8).quiet());
    model.trainOnBatch(Batch.of(Digits.x(size), Digits.y(size)));
    model.evaluate(data, size);
    List<Future<Tensor>> predictions = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        int count = 1 + (size + i) % SIZES;
        predictions.add(threads.submit(() -> model.predict(Digits.x(count))));
      }
    }
    model.save(file);
    Model loaded = Model.load(file);
    float[] want = model.predict(Digits.x(size)).toFloatArray();
    float[] got = loaded.predict(Digits.x(size)).toFloatArray();
    for (int i = 0; i < want.length; i++) {
      if (want[i] != got[i]) {
        throw new AssertionError("round %d: %s is read as %s".formatted(round, want[i], got[i]));
      }
    }
    for (Future<Tensor> prediction : predictions) {
      prediction.get();
    }
    Files.delete(file);
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}

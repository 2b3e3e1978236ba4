package io.gradus.bench;

import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Predictions and training steps of the `mlp` network in batches of one size, in turn of 16, 17
/// and 128 sizes with the same mean, and each of a size not seen before.
final class SizesWorkload implements Workload {
  private static final int MEAN = 96;
  private static final int NEW = 200;

  private record Samples(Tensor x, Tensor labels) {
    static Samples of(int count) {
      float[] x = Numbers.uniform(count * MlpWorkload.PIXELS, count);
      return new Samples(
          Tensor.of(x).reshape(count, MlpWorkload.PIXELS),
          Tensor.zeros(TensorType.of(DType.INT32, count)));
    }
  }

  @Override
  public String name() {
    return "sizes";
  }

  @Override
  public void run(Report report, int epochs) {
    Sequential model = MlpWorkload.model();
    model.seed(1);
    model.compile(new RMSprop(), new SparseCategoricalCrossentropy());
    measure(report, "predict", batch -> model.predictOnBatch(batch.x).toFloatArray());
    measure(report, "train", batch -> model.trainOnBatch(batch.x, batch.labels));
  }

  private static void measure(Report report, String op, Consumer<Samples> step) {
    for (int sizes : new int[] {1, 16, 17, 128}) {
      List<Samples> batches = new ArrayList<>();
      for (int i = 0; i < sizes; i++) {
        batches.add(Samples.of(MEAN - sizes / 2 + i));
      }
      int[] next = new int[1];
      report.perCall(
          op + "_" + sizes, Timing.of(() -> step.accept(batches.get(next[0]++ % sizes))));
    }
    List<Samples> unseen = new ArrayList<>();
    for (int i = 0; i < NEW; i++) {
      unseen.add(Samples.of(2 * MEAN + i));
    }
    int[] next = new int[1];
    report.perCall(
        op + "_new", Timing.of(() -> step.accept(unseen.get(next[0]++)), NEW / 2, 0, NEW / 2, 0));
  }
}

package io.gradus.bench;

import io.gradus.data.Batch;
import io.gradus.datasets.Mnist;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;

/// The first training step of [MlpWorkload]: prints its loss.
final class FirstStep {
  private FirstStep() {}

  public static void main(String[] arguments) {
    Sequential model = MlpWorkload.model();
    model.compile(new RMSprop(), new SparseCategoricalCrossentropy());
    Iterable<Batch> batches = Mnist.load().train().flat().dataset().batches(DigitTraining.BATCH);
    System.out.println(model.trainOnBatch(batches.iterator().next()).get("loss"));
  }
}

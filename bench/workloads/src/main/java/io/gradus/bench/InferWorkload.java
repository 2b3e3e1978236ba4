package io.gradus.bench;

import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;

/// Predictions of the `mlp` network from a Java array to a Java array, as a server would ask for
/// them.
final class InferWorkload implements Workload {
  @Override
  public String name() {
    return "infer";
  }

  @Override
  public void run(Report report, int epochs) {
    Sequential model = MlpWorkload.model();
    model.seed(1);
    for (int batch : new int[] {1, DigitTraining.BATCH}) {
      float[] in = Numbers.uniform(batch * MlpWorkload.PIXELS, batch);
      Shape shape = Shape.of(batch, MlpWorkload.PIXELS);
      report.perCall(
          "predict_b" + batch,
          Timing.of(() -> model.predictOnBatch(Tensor.of(in, shape)).toFloatArray()));
    }
  }
}

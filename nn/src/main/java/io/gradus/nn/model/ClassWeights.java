package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.Map;

/// Turns weights of classes into weights of samples, batch by batch.
final class ClassWeights {
  private final Map<Integer, Double> weights;

  ClassWeights(Map<Integer, Double> weights) {
    this.weights = weights;
  }

  /// {@return the batch with each sample weighted as its class}
  Batch apply(Batch batch) {
    if (batch.targets().size() != 1) {
      throw new IllegalArgumentException(
          "fit: class weights need a single target; got %d".formatted(batch.targets().size()));
    }
    if (batch.weight(0) != null) {
      throw new IllegalArgumentException(
          "fit: class weights and sample weights cannot be given together");
    }
    // Keras' rule for labels that are no whole numbers.
    Tensor classes = classes(batch.y()).round();
    Tensor samples = Tensor.ones(new TensorType(DType.FLOAT32, classes.shape()));
    for (Map.Entry<Integer, Double> entry : weights.entrySet()) {
      Tensor weight = Tensor.scalar(DType.FLOAT32, entry.getValue());
      samples = classes.equal(entry.getKey().longValue()).where(weight, samples);
    }
    return batch.weighted(samples);
  }

  // One-hot rows stand for the position of their largest element, a column for its elements.
  private static Tensor classes(Tensor y) {
    if (y.rank() < 2) {
      return y;
    }
    return y.dim(-1) == 1 ? y.reshape(y.shape().slice(0, y.rank() - 1)) : y.argMax(-1);
  }
}

package io.gradus.preprocessing;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.model.ProgressBar;
import io.gradus.tensor.Tensor;
import java.util.stream.StreamSupport;

/// A layer that learns from tensors before any training. It is to be adapted before its model runs:
///
/// ```java
/// Normalization scale = new Normalization();
/// scale.adapt(train, 256);
/// ```
public interface TensorAdaptable extends Adaptable<Tensor> {
  /// Learns from the first input of a dataset; forgets what it learned before.
  ///
  /// @param batchSize how many samples are looked at together
  default void adapt(Dataset samples, long batchSize) {
    Iterable<Batch> batches =
        ProgressBar.over(samples.batches(batchSize), Math.ceilDiv(samples.size(), batchSize));
    adaptBatches(() -> StreamSupport.stream(batches.spliterator(), false).map(Batch::x).iterator());
  }
}

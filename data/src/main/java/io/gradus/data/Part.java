package io.gradus.data;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Samples with what a [Dataset#map] does to each batch of them.
///
/// @param mapping null for nothing
record Part(Samples samples, @Nullable UnaryOperator<Batch> mapping) {
  boolean isConverted() {
    return mapping != null || samples.isConverted();
  }

  Batch take(long from, long to) {
    return mapped(samples.take(from, to));
  }

  Batch pick(Tensor numbers) {
    return mapped(samples.pick(numbers));
  }

  Batch mapped(Batch batch) {
    if (mapping == null) {
      return batch;
    }
    Batch mapped = mapping.apply(batch);
    for (Tensor part : mapped.all()) {
      if (part.rank() == 0 || part.dim(0) != batch.size()) {
        throw new ShapeException(
            "dataset: a conversion must keep the number of samples; got %s for %d samples"
                .formatted(part.type(), batch.size()));
      }
    }
    return mapped;
  }
}

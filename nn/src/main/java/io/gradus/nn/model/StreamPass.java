package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A pass over batches from outside, each of which is checked as it is taken.
final class StreamPass implements BatchSource.Pass {
  private final Iterator<Batch> batches;
  private final Runnable closing;
  private @Nullable Batch ahead;

  StreamPass(Iterator<Batch> batches, Runnable closing) {
    this.batches = batches;
    this.closing = closing;
  }

  /// {@return the next batch, which is still to come}
  Batch look() {
    Batch next = next();
    ahead = next;
    return next;
  }

  @Override
  public boolean hasNext() {
    return ahead != null || batches.hasNext();
  }

  @Override
  public Batch next() {
    Batch looked = ahead;
    ahead = null;
    return looked == null ? checked(batches.next()) : looked;
  }

  private static Batch checked(@Nullable Batch batch) {
    if (batch == null) {
      throw new IllegalArgumentException("a batch must not be null");
    }
    if (batch.inputs().isEmpty() || batch.x().rank() == 0) {
      throw new ShapeException("needs an input with an axis for the samples");
    }
    for (Tensor part : batch.all()) {
      if (part.rank() == 0 || part.dim(0) != batch.size()) {
        throw new ShapeException(
            "all tensors must have the same number of samples; got %s beside %s"
                .formatted(part.type(), batch.x().type()));
      }
    }
    return batch;
  }

  // Whoever made it may hold it.
  @Override
  public void giveBack(Batch batch) {}

  @Override
  public void close() {
    closing.run();
  }
}

package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.ShapeException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Samples that are given out in batches. What is stored stays as it is, bytes for instance; each
/// batch is converted as it is taken.
///
/// ```java
/// Dataset train = Dataset.of(images, labels).map(batch -> batch.mapX(x -> x.cast(FLOAT32).div(255)));
/// ```
public final class Dataset {
  private final Batch all;
  private final UnaryOperator<Batch> mapping;

  private Dataset(Batch all, UnaryOperator<Batch> mapping) {
    this.all = all;
    this.mapping = mapping;
    for (Tensor part :
        java.util.stream.Stream.concat(all.inputs().stream(), all.targets().stream()).toList()) {
      checkSamples(part);
    }
    if (all.weights() != null) {
      checkSamples(all.weights());
    }
  }

  private void checkSamples(Tensor part) {
    if (part.rank() == 0 || part.dim(0) != all.size()) {
      throw new ShapeException(
          "dataset: all tensors must have the same number of samples; got %s beside %s"
              .formatted(part.type(), all.x().type()));
    }
  }

  /// {@return the samples `x` with the targets `y`}
  ///
  /// @throws ShapeException if their numbers differ
  public static Dataset of(Operand x, Operand y) {
    return of(new Batch(List.of(x.value()), List.of(y.value()), null));
  }

  /// {@return the samples `x` with the targets `y`, each of its own weight}
  public static Dataset of(Operand x, Operand y, Operand weights) {
    return of(new Batch(List.of(x.value()), List.of(y.value()), weights.value()));
  }

  /// {@return samples without targets, to predict for}
  public static Dataset of(Operand x) {
    return of(new Batch(List.of(x.value()), List.of(), null));
  }

  /// {@return the samples of one large batch}
  public static Dataset of(Batch all) {
    if (all.inputs().isEmpty() || all.x().rank() == 0) {
      throw new ShapeException("dataset: needs an input with an axis for the samples");
    }
    return new Dataset(all, UnaryOperator.identity());
  }

  /// {@return the number of samples}
  public long size() {
    return all.size();
  }

  /// {@return this dataset with each batch converted as it is taken, after earlier conversions}
  public Dataset map(UnaryOperator<Batch> conversion) {
    return new Dataset(all, batch -> conversion.apply(mapping.apply(batch)));
  }

  /// {@return the samples from `from` up to but not including `to`}
  public Dataset slice(long from, long to) {
    return new Dataset(all.each(part -> part.get(Index.range(from, to))), mapping);
  }

  /// {@return the samples in order, `batchSize` at a time; the last batch may be smaller}
  public Iterable<Batch> batches(long batchSize) {
    return () -> new Batches(batchSize, null);
  }

  /// {@return the samples in an order that the seed determines, `batchSize` at a time; the last
  /// batch may be smaller}
  public Iterable<Batch> batches(long batchSize, long shuffleSeed) {
    Tensor order = Tensor.permutation(Math.toIntExact(size()), shuffleSeed);
    return () -> new Batches(batchSize, order);
  }

  private final class Batches implements Iterator<Batch> {
    private final long batchSize;
    private final @Nullable Tensor order;
    private long next;

    Batches(long batchSize, @Nullable Tensor order) {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batchSize: must be at least 1, got " + batchSize);
      }
      this.batchSize = batchSize;
      this.order = order;
    }

    @Override
    public boolean hasNext() {
      return next < size();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Index range = Index.range(next, Math.min(size(), next + batchSize));
      next += batchSize;
      Tensor rows = order == null ? null : order.get(range);
      return mapping.apply(all.each(part -> rows == null ? part.get(range) : part.gather(rows, 0)));
    }
  }
}

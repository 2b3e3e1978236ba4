package io.gradus.data;

import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Aside;
import io.gradus.tensor.kernel.Device;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The samples of a [Dataset] in batches, as often as they are asked for.
public final class Batches implements Iterable<Batch> {
  private final Dataset data;
  private final Part part;
  private final boolean prefetched;
  private final long batchSize;
  private final @Nullable Tensor order;

  /// @param order the numbers of the samples, or null for the order in which they are stored
  Batches(Dataset data, long batchSize, @Nullable Tensor order) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: must be at least 1, got " + batchSize);
    }
    this.data = data;
    this.part = data.part();
    this.prefetched = data.isPrefetched();
    this.batchSize = batchSize;
    this.order = order;
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Walk();
  }

  /// {@return these batches with inputs and targets in the order of these names, as of a
  /// [Dataset#arranged] one}
  ///
  /// @param inputs the names of a model's inputs
  /// @param targets the names of its outputs, some of which may be without a target here
  /// @throws IllegalArgumentException if the names are others
  public Batches arranged(List<String> inputs, List<String> targets) {
    return new Batches(data.arranged(inputs, targets), batchSize, order);
  }

  /// {@return the first batch, without the next one being prepared}
  ///
  /// @throws NoSuchElementException if there are no samples
  public Batch first() {
    return new Walk().make();
  }

  /// {@return the batches after so many} Those are not made, unless there is a [Dataset#map], which
  /// may change with every batch that it sees.
  ///
  /// @throws NoSuchElementException if there are not so many
  public Iterator<Batch> after(long batches) {
    Walk walk = new Walk();
    for (long skipped = 0; skipped < batches; skipped++) {
      walk.skip();
    }
    return walk;
  }

  /// Gives one of these batches back, once: the memory of its tensors may become that of a later
  /// batch's, if it is not that of what is stored or of what a [Dataset#map] gave. Nobody may read
  /// them, or what shares their storage, from now on.
  public void giveBack(Batch batch) {
    // What a mapping gives may lie where it likes.
    if (part.mapping() == null) {
      part.samples().giveBack(batch, order != null);
    }
  }

  private final class Walk implements Iterator<Batch> {
    private final long size = part.samples().size();
    private long next;
    private @Nullable Aside<Batch> ahead;

    @Override
    public boolean hasNext() {
      return ahead != null || next < size;
    }

    @Override
    public Batch next() {
      Aside<Batch> made = ahead;
      Batch batch = made == null ? make() : made.get();
      ahead = prefetched && next < size ? aside() : null;
      return batch;
    }

    void skip() {
      if (part.mapping() != null) {
        next();
      } else if (next < size) {
        next += batchSize;
      } else {
        throw new NoSuchElementException();
      }
    }

    private Aside<Batch> aside() {
      Device device = Device.current();
      return device
          .kernels()
          .workers()
          .aside(() -> ScopedValue.where(Device.SCOPE, device).call(this::make));
    }

    private Batch make() {
      if (next >= size) {
        throw new NoSuchElementException();
      }
      long from = next;
      long to = Math.min(size, from + batchSize);
      next += batchSize;
      return order == null ? part.take(from, to) : part.pick(order.get(Index.range(from, to)));
    }
  }
}

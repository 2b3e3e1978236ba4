package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Batches;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Batches that come one after the other, as a program of one's own gives them.
///
/// @param passes opens a pass; of an `Iterator` there is only one
/// @param repeats whether passes begin anew
/// @param stored the batches, where they are a dataset's, whose tensors may have names
record BatchStream(Supplier<StreamPass> passes, boolean repeats, @Nullable Batches stored) {
  static BatchStream of(Iterable<Batch> batches) {
    return new BatchStream(
        () -> new StreamPass(batches.iterator(), () -> {}),
        true,
        batches instanceof Batches stored ? stored : null);
  }

  static BatchStream of(Supplier<Stream<Batch>> streams) {
    return new BatchStream(() -> opened(streams.get()), true, null);
  }

  static BatchStream of(Iterator<Batch> batches) {
    StreamPass only = new StreamPass(batches, () -> {});
    return new BatchStream(() -> only, false, null);
  }

  /// {@return these batches with the tensors in the order of the model's inputs and outputs, if
  /// they have names}
  ///
  /// @throws IllegalArgumentException if the names are others
  BatchStream arranged(Model model) {
    return stored == null ? this : of(stored.arranged(model.inputNames(), model.outputNames()));
  }

  private static StreamPass opened(@Nullable Stream<Batch> stream) {
    if (stream == null) {
      throw new IllegalStateException(
          "batches: the supplier must give a new stream for each pass; got null");
    }
    try {
      return new StreamPass(stream.sequential().iterator(), stream::close);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "batches: the supplier must give a new stream for each pass; got one that was used", e);
    }
  }
}

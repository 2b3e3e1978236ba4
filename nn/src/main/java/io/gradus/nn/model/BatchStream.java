package io.gradus.nn.model;

import io.gradus.data.Batch;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Batches that come one after the other, as a program of one's own gives them.
///
/// @param passes opens a pass; of an `Iterator` there is only one
/// @param repeats whether passes begin anew
record BatchStream(Supplier<StreamPass> passes, boolean repeats) {
  static BatchStream of(Iterable<Batch> batches) {
    return new BatchStream(() -> new StreamPass(batches.iterator(), () -> {}), true);
  }

  static BatchStream of(Supplier<Stream<Batch>> streams) {
    return new BatchStream(() -> opened(streams.get()), true);
  }

  static BatchStream of(Iterator<Batch> batches) {
    StreamPass only = new StreamPass(batches, () -> {});
    return new BatchStream(() -> only, false);
  }

  private static StreamPass opened(Stream<Batch> stream) {
    try {
      return new StreamPass(stream.sequential().iterator(), stream::close);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "batches: the supplier must give a new stream for each pass; got one that was used", e);
    }
  }
}

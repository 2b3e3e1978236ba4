package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The batches of `fit` epoch by epoch, as Keras' `EpochIterator` deals them out: an epoch is a
/// pass over the data or, where it has a number of steps of its own, goes on in the pass of the
/// epoch before; a pass that has ended is followed by another.
final class EpochBatches implements AutoCloseable {
  private static final String PASS = "data/pass";

  private final BatchSource source;
  private final DataState state;
  private final long stepsPerEpoch;
  private long length;
  private BatchSource.@Nullable Pass pass;
  // The epoch in which the pass began, the steps done before that, the batches taken of it, and
  // what the data depended on when it began.
  private int epoch;
  private long begun;
  private long taken;
  private List<Tensor> stateBegun = List.of();

  /// @param stepsPerEpoch the steps of an epoch, or 0 for a pass over the data
  EpochBatches(BatchSource source, DataState state, long stepsPerEpoch) {
    this.source = source;
    this.state = state;
    this.stepsPerEpoch = stepsPerEpoch;
    this.length = source.length();
  }

  /// {@return the steps of an epoch, or [BatchSource#UNKNOWN] before the first has ended}
  long steps() {
    return stepsPerEpoch > 0 ? stepsPerEpoch : length;
  }

  BatchSource source() {
    return source;
  }

  /// {@return whether there is a batch for another epoch}
  boolean hasEpoch() {
    return (pass != null && pass.hasNext()) || source.hasNext();
  }

  /// Begins an epoch, or goes on with one after so many steps.
  void begin(int inEpoch, long stepsBefore, long step) {
    BatchSource.Pass present = pass;
    boolean goesOn = present != null && (step > 0 || present.hasNext());
    if (!goesOn) {
      open(inEpoch, stepsBefore, step);
    }
  }

  private void open(int inEpoch, long stepsBefore, long skipped) {
    close(pass);
    epoch = inEpoch;
    begun = stepsBefore;
    taken = skipped;
    stateBegun = state.values();
    pass = source.pass(epoch, begun, skipped);
  }

  private static void close(BatchSource.@Nullable Pass ended) {
    if (ended != null) {
      ended.close();
    }
  }

  /// {@return whether the epoch, of which so many steps are done, has another}
  boolean hasNext(long step) {
    return (stepsPerEpoch == 0 || step < stepsPerEpoch) && pass != null && pass.hasNext();
  }

  Batch next() {
    if (pass == null) {
      throw new IllegalStateException("no epoch has begun");
    }
    taken++;
    return pass.next();
  }

  void giveBack(Batch batch) {
    if (pass != null) {
      pass.giveBack(batch);
    }
  }

  /// Ends an epoch after so many steps, all that there are or have come. Returns whether the data
  /// has run out before it.
  boolean end(long steps) {
    boolean ranOut = steps < stepsPerEpoch;
    if (stepsPerEpoch == 0) {
      length = steps;
    }
    if (ranOut || stepsPerEpoch == 0) {
      close(pass);
      pass = null;
    }
    return ranOut;
  }

  /// Puts the place in the data, and what it depends on, among the state of a training.
  ///
  /// @param step the steps of the epoch under way that are done; 0 between epochs
  void put(Map<String, Tensor> tensors, long step) {
    boolean inPass = step > 0 || (stepsPerEpoch > 0 && pass != null);
    state.put(tensors, inPass ? stateBegun : state.values());
    if (inPass && stepsPerEpoch > 0) {
      tensors.put(PASS, Tensor.of(epoch, begun, taken));
    }
  }

  /// Takes the place in the data back. Returns what differs in the data from what it was, or null.
  ///
  /// @param within whether an epoch was under way
  /// @throws IllegalArgumentException if that had other batches
  @Nullable String restore(Map<String, Tensor> tensors, boolean within) {
    String other = state.restore(tensors, within);
    Tensor place = tensors.get(PASS);
    if (place != null && stepsPerEpoch > 0 && other == null) {
      long[] numbers = place.toLongArray();
      open(Math.toIntExact(numbers[0]), numbers[1], numbers[2]);
    }
    return other;
  }

  @Override
  public void close() {
    try (source) {
      close(pass);
      pass = null;
    }
  }
}

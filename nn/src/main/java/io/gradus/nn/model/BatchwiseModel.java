package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What models do with batches that come one after the other, such as data that does not fit into
/// memory.
abstract class BatchwiseModel extends Layer {
  BatchwiseModel(Settings settings) {
    super(settings, System.nanoTime());
  }

  abstract History fit(BatchStream batches, Fit fit);

  /// @param steps how many batches to take; 0 for all
  abstract Map<String, Double> evaluate(BatchSource batches, long steps);

  /// @param samples their number, or [BatchSource#UNKNOWN]
  /// @param steps how many batches to take; 0 for all
  abstract List<Tensor> predictAll(BatchSource batches, long samples, long steps);

  /// Trains on batches, all of them in each epoch, or with [Fit#stepsPerEpoch(int)] so many, after
  /// the last of which the next epoch goes on. Batches may differ in size. The number of steps is
  /// unknown in the first epoch (`17/Unknown`). The same batches give the same bits as a
  /// [io.gradus.data.Dataset] that is not shuffled.
  ///
  /// A training that is resumed takes the batches from the beginning and leaves out those that were
  /// done: it has the same bits if the batches are the same each time.
  ///
  /// @throws IllegalStateException if the model is not compiled
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number; it has changed no weight then
  public final History fit(Iterable<Batch> batches, Fit fit) {
    return fit(BatchStream.of(batches), fit);
  }

  /// Trains on batches, a new stream of them for each epoch, as with an `Iterable`. Streams are
  /// closed when they end, when training stops and when something fails. They are read in the
  /// thread of `fit`, one batch at a time.
  ///
  /// @throws IllegalStateException if the model is not compiled, or the supplier gives a stream
  ///   again
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number; it has changed no weight then
  public final History fit(Supplier<Stream<Batch>> batches, Fit fit) {
    return fit(BatchStream.of(batches), fit);
  }

  /// Trains on batches that come once, such as a generator's: an epoch takes
  /// [Fit#stepsPerEpoch(int)] of them, without that all. When there are no more, training stops and
  /// says so. A training that is resumed goes on with the batch that is next, whichever that is.
  ///
  /// @throws IllegalStateException if the model is not compiled
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number; it has changed no weight then
  public final History fit(Iterator<Batch> batches, Fit fit) {
    return fit(BatchStream.of(batches), fit);
  }

  /// {@return loss and metrics on batches, by name}
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number
  public final Map<String, Double> evaluate(Iterable<Batch> batches) {
    return evaluate(BatchStream.of(batches), 0);
  }

  /// {@return loss and metrics on a stream of batches, by name} The stream is closed.
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number
  public final Map<String, Double> evaluate(Supplier<Stream<Batch>> batches) {
    return evaluate(BatchStream.of(batches), 0);
  }

  /// {@return loss and metrics on the next `steps` batches, by name; on those there are if there
  /// are fewer}
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number
  public final Map<String, Double> evaluate(Iterator<Batch> batches, long steps) {
    return evaluate(BatchStream.of(batches), atLeastOne("evaluate", steps));
  }

  private Map<String, Double> evaluate(BatchStream stream, long steps) {
    return evaluate(new StreamedBatches(stream), steps);
  }

  /// {@return the prediction for each sample of batches, whose targets do not count} To use
  /// predictions without holding them all, give each batch to [Model#predictOnBatch(List)].
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number, or the model has several outputs
  public final Tensor predict(Iterable<Batch> batches) {
    return Model.only(predictAll(batches));
  }

  /// {@return the prediction for each sample of a stream of batches, whose targets do not count}
  /// The stream is closed.
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number, or the model has several outputs
  public final Tensor predict(Supplier<Stream<Batch>> batches) {
    return Model.only(predictAll(batches));
  }

  /// {@return the prediction for each sample of the next `steps` batches; of those there are if
  /// there are fewer}
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number, or the model has several outputs
  public final Tensor predict(Iterator<Batch> batches, long steps) {
    return Model.only(predictAll(batches, steps));
  }

  /// {@return the prediction of each output for each sample of batches}
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number
  public final List<Tensor> predictAll(Iterable<Batch> batches) {
    return predictAll(BatchStream.of(batches), 0);
  }

  /// {@return the prediction of each output for each sample of a stream of batches} The stream is
  /// closed.
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number
  public final List<Tensor> predictAll(Supplier<Stream<Batch>> batches) {
    return predictAll(BatchStream.of(batches), 0);
  }

  /// {@return the prediction of each output for each sample of the next `steps` batches; of those
  /// there are if there are fewer}
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number
  public final List<Tensor> predictAll(Iterator<Batch> batches, long steps) {
    return predictAll(BatchStream.of(batches), atLeastOne("predict", steps));
  }

  private List<Tensor> predictAll(BatchStream stream, long steps) {
    return predictAll(new StreamedBatches(stream), BatchSource.UNKNOWN, steps);
  }

  private static long atLeastOne(String operation, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "%s: steps must be at least 1, got %d".formatted(operation, steps));
    }
    return steps;
  }
}

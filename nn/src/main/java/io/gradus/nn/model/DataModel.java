package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What models do with data of every kind: tensors, datasets, and batches that come one after the
/// other, such as of data that does not fit into memory. Every one is a [Model].
public abstract class DataModel extends Layer {
  /// Keras' batch size where none is given.
  static final int BATCH = 32;

  DataModel(Settings settings) {
    super(settings, System.nanoTime());
  }

  abstract History fit(Fit fit, Function<Model, FitData> data);

  abstract BatchSource stored(String operation, Dataset data, int batchSize);

  abstract BatchSource streamed(BatchStream batches);

  /// @param steps how many batches to take; 0 for all
  abstract Map<String, Double> evaluate(BatchSource batches, long steps);

  /// @param samples their number, or [BatchSource#UNKNOWN]
  /// @param steps how many batches to take; 0 for all
  abstract List<Tensor> predictAll(BatchSource batches, long samples, long steps);

  /// Trains on samples `x` with targets `y`. Returns what was measured, epoch by epoch.
  public final History fit(Operand x, Operand y, Fit fit) {
    return fit(Dataset.of(x, y), fit);
  }

  /// Trains on samples by the names of the inputs with targets by the names of the outputs. Returns
  /// what was measured, epoch by epoch.
  ///
  /// @throws IllegalArgumentException if inputs or outputs have other names
  public final History fit(
      Map<String, ? extends Operand> x, Map<String, ? extends Operand> y, Fit fit) {
    return fit(Dataset.of(x, y), fit);
  }

  /// Trains on a dataset. Returns what was measured, epoch by epoch.
  ///
  /// @throws IllegalStateException if the model is not compiled
  /// @throws IllegalArgumentException if data and model do not fit
  public final History fit(Dataset data, Fit fit) {
    return fit(fit, model -> FitData.of(model, data, fit));
  }

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

  private History fit(BatchStream batches, Fit fit) {
    return fit(fit, model -> FitData.of(model, batches, fit));
  }

  /// {@return loss and metrics on samples `x` with targets `y`, by name}
  public final Map<String, Double> evaluate(Operand x, Operand y) {
    return evaluate(Dataset.of(x, y), BATCH);
  }

  /// {@return loss and metrics on samples by the names of the inputs with targets by the names of
  /// the outputs}
  ///
  /// @throws IllegalArgumentException if inputs or outputs have other names
  public final Map<String, Double> evaluate(
      Map<String, ? extends Operand> x, Map<String, ? extends Operand> y) {
    return evaluate(Dataset.of(x, y), BATCH);
  }

  /// {@return loss and metrics on a dataset, by name} In a callback, what the epoch under way has
  /// measured stays as it is.
  public final Map<String, Double> evaluate(Dataset data, int batchSize) {
    return evaluate(stored("evaluate", data, batchSize), 0);
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
    return evaluate(streamed(stream), steps);
  }

  /// {@return the prediction for each of the samples, computed 32 at a time}
  public final Tensor predict(Operand x) {
    return predict(Dataset.of(x), BATCH);
  }

  /// {@return the prediction for one sample, a row of numbers}
  ///
  /// @throws IllegalArgumentException if the model has several outputs
  public final float[] predict(float[] sample) {
    return predict(new float[][] {sample})[0];
  }

  /// {@return the predictions for samples that are rows of numbers, row by row}
  ///
  /// @throws IllegalArgumentException if rows differ in length, or the model has several outputs
  public final float[][] predict(float[][] samples) {
    Tensor out = predict(Tensor.of(samples));
    float[] all = out.cast(DType.FLOAT32).toFloatArray();
    int row = all.length / samples.length;
    float[][] rows = new float[samples.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * row, (i + 1) * row);
    }
    return rows;
  }

  /// {@return the prediction for each sample of a dataset}
  ///
  /// @throws IllegalArgumentException if there are no samples, or the model has several outputs
  public final Tensor predict(Dataset data, int batchSize) {
    return only(predictAll(data, batchSize));
  }

  /// {@return the prediction for each sample of batches, whose targets do not count} To use
  /// predictions without holding them all, give each batch to [Model#predictOnBatch(List)].
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number, or the model has several outputs
  public final Tensor predict(Iterable<Batch> batches) {
    return only(predictAll(batches));
  }

  /// {@return the prediction for each sample of a stream of batches, whose targets do not count}
  /// The stream is closed.
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number, or the model has several outputs
  public final Tensor predict(Supplier<Stream<Batch>> batches) {
    return only(predictAll(batches));
  }

  /// {@return the prediction for each sample of the next `steps` batches; of those there are if
  /// there are fewer}
  ///
  /// @throws IllegalArgumentException if there is no batch, or one does not fit, naming it by its
  ///   number, or the model has several outputs
  public final Tensor predict(Iterator<Batch> batches, long steps) {
    return only(predictAll(batches, steps));
  }

  /// {@return the prediction of each output for each of the samples, which have a tensor for each
  /// input, computed 32 at a time}
  public final List<Tensor> predictAll(Operand... inputs) {
    return predictAll(Dataset.of(List.of(inputs), List.of()), BATCH);
  }

  /// {@return the prediction of each output for each sample of a dataset}
  ///
  /// @throws IllegalArgumentException if there are no samples
  public final List<Tensor> predictAll(Dataset data, int batchSize) {
    return predictAll(stored("predict", data, batchSize), data.size(), 0);
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
    return predictAll(streamed(stream), BatchSource.UNKNOWN, steps);
  }

  static Tensor only(List<Tensor> predictions) {
    if (predictions.size() != 1) {
      throw new IllegalArgumentException(
          "predict: the model has %d outputs; predictAll gives them all"
              .formatted(predictions.size()));
    }
    return predictions.getFirst();
  }

  private static long atLeastOne(String operation, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "%s: steps must be at least 1, got %d".formatted(operation, steps));
    }
    return steps;
  }
}

package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A layer that can be trained, evaluated and asked for predictions (`keras.Model`). Steps are
/// recorded once for each type of input and then run as programs. Any number of threads may call
/// `predict`, also while one trains: each batch sees the weights as they are between two steps.
public abstract class Model extends Layer {
  private final Programs programs = new Programs();
  private volatile @Nullable Signature signature;
  private @Nullable Trainer trainer;

  /// What came out for inputs of these types the last time.
  private record Signature(List<TensorType> inputs, List<TensorType> outputs) {}

  /// A model with these settings.
  protected Model(Settings settings) {
    super(settings, System.nanoTime());
  }

  /// {@return the layers, in the order they were added}
  public abstract List<Layer> layers();

  /// {@return the types of the outputs for inputs of these types; builds the model}
  final List<TensorType> outputTypes(List<TensorType> inputs) {
    Signature last = signature;
    if (last == null || !last.inputs.equals(inputs)) {
      last = new Signature(inputs, types(inputs, Call.infer()));
      signature = last;
    }
    return last.outputs;
  }

  /// Sets the seed that first weights, the order of samples and dropout follow from; without one
  /// each model has its own. Returns this model.
  ///
  /// @throws IllegalStateException if the model is built, since its weights exist then
  public Model seed(long value) {
    setSeed(value);
    return this;
  }

  @Override
  protected final String root() {
    return "";
  }

  /// {@return the graph of calls, or null before the model is built and for a model without one}
  @Nullable ModelGraph graph() {
    return null;
  }

  final Programs programs() {
    return programs;
  }

  @Override
  public List<Variable> weights() {
    return layers().stream().flatMap(layer -> layer.weights().stream()).distinct().toList();
  }

  /// {@return the weights that training changes}
  public final List<Variable> trainableWeights() {
    return weights().stream().filter(Variable::isTrainable).toList();
  }

  /// {@return the number of elements of all weights}
  public final long countParameters() {
    return weights().stream().mapToLong(Variable::size).sum();
  }

  /// {@return the layer of this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing those there are
  public final Layer layer(String name) {
    return layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "model: no layer \"%s\"; there are %s"
                    .formatted(name, layers().stream().map(Layer::name).toList())));
  }

  /// Chooses how to train (`keras.Model.compile`).
  public final void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    programs.clear();
    trainer = new Trainer(this, optimizer, loss, List.of(metrics));
  }

  /// Chooses how to train, by Keras' names: `compile("rmsprop", "sparse_categorical_crossentropy",
  /// "accuracy")`.
  ///
  /// @throws IllegalArgumentException if a name is unknown, listing the nearest
  public final void compile(String optimizer, String loss, String... metrics) {
    Metric[] made = Arrays.stream(metrics).map(Metric::of).toArray(Metric[]::new);
    compile(Optimizer.of(optimizer), Loss.of(loss), made);
  }

  private Trainer trainer(String operation) {
    Trainer compiled = trainer;
    if (compiled == null) {
      throw new IllegalStateException(operation + ": the model must be compiled first");
    }
    return compiled;
  }

  /// Runs every step in plain Java rather than as a recorded program, for debugging. The results
  /// are the same to the bit. Returns this model.
  public final Model runEagerly(boolean value) {
    programs.runEagerly(value);
    return this;
  }

  /// {@return the optimizer with its state; the model must be compiled and built}
  public final BoundOptimizer optimizer() {
    return trainer("optimizer").optimizer();
  }

  /// Trains on samples `x` with targets `y`. Returns what was measured, epoch by epoch.
  public final History fit(Operand x, Operand y, Fit fit) {
    return fit(Dataset.of(x, y), fit);
  }

  /// Trains on a dataset. Returns what was measured, epoch by epoch.
  ///
  /// @throws IllegalStateException if the model is not compiled
  /// @throws IllegalArgumentException if data and model do not fit
  public final History fit(Dataset data, Fit fit) {
    return new FitLoop(this, trainer("fit"), data, fit).run();
  }

  /// Does one training step on samples `x` with targets `y`. Returns loss and metrics since the
  /// last reset.
  public final Map<String, Double> trainOnBatch(Operand x, Operand y) {
    return trainOnBatch(new Batch(List.of(x.value()), List.of(y.value()), null));
  }

  /// Does one training step. Returns loss and metrics since the last reset.
  public final Map<String, Double> trainOnBatch(Batch batch) {
    Trainer compiled = trainer("trainOnBatch");
    compiled.train(batch);
    return compiled.results("");
  }

  /// {@return loss and metrics since the last reset, with samples `x` and targets `y` taken in}
  public final Map<String, Double> testOnBatch(Operand x, Operand y) {
    return testOnBatch(new Batch(List.of(x.value()), List.of(y.value()), null));
  }

  /// {@return loss and metrics since the last reset, with the batch taken in}
  public final Map<String, Double> testOnBatch(Batch batch) {
    Trainer compiled = trainer("testOnBatch");
    compiled.test(batch);
    return compiled.results("");
  }

  /// Forgets what loss and metrics have measured, as `fit` and `evaluate` do when they begin.
  public final void resetMetrics() {
    trainer("resetMetrics").reset();
  }

  /// {@return loss and metrics on samples `x` with targets `y`, by name}
  public final Map<String, Double> evaluate(Operand x, Operand y) {
    return evaluate(Dataset.of(x, y), 32);
  }

  /// {@return loss and metrics on a dataset, by name}
  public final Map<String, Double> evaluate(Dataset data, int batchSize) {
    return trainer("evaluate").evaluate(data, batchSize);
  }

  /// {@return the prediction for each of the samples, computed 32 at a time}
  public final Tensor predict(Operand x) {
    return predict(Dataset.of(x), 32);
  }

  /// {@return the prediction for each sample of a dataset}
  public final Tensor predict(Dataset data, int batchSize) {
    Strided all = null;
    long done = 0;
    for (Batch batch : data.batches(batchSize)) {
      Tensor part = predictOnBatch(batch.x());
      if (part.dim(0) == data.size()) {
        return part;
      }
      if (all == null) {
        Shape shape = part.shape().withDim(0, data.size());
        all = Strided.allocate(part.device(), part.type().withShape(shape));
      }
      Strided place =
          all.restride(part.shape(), strides(all), done * (all.rank() == 0 ? 0 : all.stride(0)));
      part.device().kernels().copy(place, part.strided());
      done += part.dim(0);
    }
    if (all == null) {
      throw new IllegalArgumentException("predict: the data has no samples");
    }
    return Tensor.of(all);
  }

  private static long[] strides(Strided x) {
    long[] strides = new long[x.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = x.stride(axis);
    }
    return strides;
  }

  /// {@return the prediction for one batch}
  public final Tensor predictOnBatch(Operand x) {
    Tensor input = x.value();
    outputTypes(List.of(input.type()));
    return programs
        .run(
            this,
            Programs.Kind.PREDICT,
            List.of(input),
            in -> new ArrayList<>(call(new Values(in), Call.infer()).all()))
        .getFirst();
  }

  /// {@return a table of the layers with their output shapes and numbers of parameters}
  public final String summary() {
    return Summary.of(this);
  }
}

package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Mean;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.GradientExchange;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The training of one model: what `compile` was given, bound to the model, and the single steps.
final class Trainer {
  private final Model model;
  private final Optimizer settings;
  private final Loss loss;
  private final List<Metric> given;
  private final Mean lossMean = new Mean("loss");
  private final Variable steps = new Variable("step", Tensor.of(0L)).trainable(false);
  private final GradientExchange exchange = GradientExchange.IDENTITY;
  private @Nullable BoundOptimizer optimizer;
  private @Nullable List<Metric> metrics;

  Trainer(Model model, Optimizer settings, Loss loss, List<Metric> metrics) {
    this.model = model;
    this.settings = settings;
    this.loss = loss;
    this.given = metrics;
    checkNames();
  }

  private void checkNames() {
    List<String> names = new ArrayList<>(List.of(lossMean.name()));
    given.forEach(metric -> names.add(metric.name()));
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("compile: metric names must differ; got " + names);
    }
  }

  BoundOptimizer optimizer() {
    BoundOptimizer bound = optimizer;
    if (bound == null) {
      if (!model.isBuilt()) {
        throw new IllegalStateException("optimizer: the model must be built first");
      }
      bound = settings.bind(model.trainableWeights());
      optimizer = bound;
    }
    return bound;
  }

  /// {@return the number of training steps done}
  long stepsDone() {
    return (long) steps.value().item();
  }

  Map<String, Double> evaluate(Dataset data, int batchSize) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("evaluate: the data has no samples");
    }
    reset();
    data.batches(batchSize).forEach(this::test);
    return results("");
  }

  /// One training step on a batch.
  void train(Batch batch) {
    prepare(batch);
    model
        .programs()
        .run(model, Programs.Kind.TRAIN, flat(batch), in -> step(unflat(in, batch), true));
  }

  /// Takes a batch into loss and metrics without training.
  void test(Batch batch) {
    prepare(batch);
    model
        .programs()
        .run(model, Programs.Kind.TEST, flat(batch), in -> step(unflat(in, batch), false));
  }

  /// Checks that a batch fits the model; the first one builds model, metrics and optimizer.
  void prepare(Batch batch) {
    List<TensorType> outputs =
        model.outputTypes(batch.inputs().stream().map(Tensor::type).toList());
    if (batch.targets().size() != outputs.size()) {
      throw new IllegalArgumentException(
          "fit: outputs and targets differ in number: %d outputs, %d targets"
              .formatted(outputs.size(), batch.targets().size()));
    }
    loss.check(batch.y(), outputs.getFirst());
    if (metrics == null) {
      metrics =
          given.stream()
              .map(metric -> metric.forTypes(batch.y().type(), outputs.getFirst()))
              .peek(Trainer::checkScalar)
              .toList();
    }
    optimizer();
  }

  private static void checkScalar(Metric metric) {
    Tensor result = metric.result();
    if (result.size() != 1) {
      throw new IllegalArgumentException(
          "fit: metric %s must give one number; got result=%s"
              .formatted(metric.name(), result.type()));
    }
  }

  private List<Tensor> step(Batch batch, boolean training) {
    if (!training) {
      Call call = Call.infer();
      Values out = model.call(new Values(batch.inputs()), call);
      measure(batch, out, loss(batch, out, call));
      return List.of();
    }
    Call call = Call.train(model.seed(), steps);
    BoundOptimizer bound = optimizer();
    Values out;
    Tensor value;
    @Nullable Tensor[] gradients;
    try (var tape = new GradientTape()) {
      out = model.call(new Values(batch.inputs()), call);
      value = loss(batch, out, call);
      gradients = tape.connected(bound.scaleLoss(value), bound.targets());
    }
    measure(batch, out, value);
    bound.apply(exchange.exchange(gradients));
    call.update(steps, steps.add(1));
    call.finish();
    return List.of();
  }

  private Tensor loss(Batch batch, Values out, Call call) {
    return call.total(loss.reduced(batch.y(), out.one(), batch.weights()));
  }

  private void measure(Batch batch, Values out, Tensor value) {
    lossMean.update(value, Tensor.scalar(DType.FLOAT32, (double) batch.size()));
    for (Metric metric : resolved()) {
      metric.update(batch.y(), out.one(), null);
    }
  }

  private List<Metric> resolved() {
    return metrics == null ? given : metrics;
  }

  /// Forgets what loss and metrics were measured.
  void reset() {
    lossMean.reset();
    resolved().forEach(Metric::reset);
  }

  /// {@return the results so far by name, in the order of Keras' progress line}
  Map<String, Double> results(String prefix) {
    Map<String, Double> results = new TreeMap<>();
    results.put(prefix + lossMean.name(), lossMean.result().item());
    for (Metric metric : resolved()) {
      results.put(prefix + metric.name(), metric.result().item());
    }
    return results;
  }

  private static List<Tensor> flat(Batch batch) {
    List<Tensor> all = new ArrayList<>(batch.inputs());
    all.addAll(batch.targets());
    if (batch.weights() != null) {
      all.add(batch.weights());
    }
    return all;
  }

  private static Batch unflat(List<Tensor> all, Batch like) {
    int inputs = like.inputs().size();
    int end = inputs + like.targets().size();
    return new Batch(
        all.subList(0, inputs),
        all.subList(inputs, end),
        like.weights() == null ? null : all.get(end));
  }
}

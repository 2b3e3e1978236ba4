package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Numerics;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.GradientExchange;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The training of one model: what `compile` was given, bound to the model, and the single steps.
final class Trainer {
  private final Model model;
  private final Compilation compilation;
  private final Variable steps = new Variable("step", Tensor.of(0L)).trainable(false);
  private @Nullable BoundOptimizer optimizer;
  private @Nullable Measures measures;
  private @Nullable String firstBad;

  Trainer(Model model, Compilation compilation) {
    this.model = model;
    this.compilation = compilation;
  }

  Compilation compilation() {
    return compilation;
  }

  BoundOptimizer optimizer() {
    BoundOptimizer bound = optimizer;
    if (bound == null) {
      if (!model.isBuilt()) {
        throw new IllegalStateException("optimizer: the model must be built first; call build()");
      }
      bound = compilation.optimizer().bind(model.trainableWeights());
      optimizer = bound;
    }
    return bound;
  }

  /// {@return the optimizer with its state, or null if neither model nor optimizer has any yet}
  @Nullable BoundOptimizer optimizerOrNull() {
    return optimizer;
  }

  GradientExchange exchange() {
    return GradientExchange.IDENTITY;
  }

  /// {@return the number of training steps done}
  long stepsDone() {
    return (long) steps.value().item();
  }

  /// {@return loss and metrics on some data}
  ///
  /// @param steps how many batches to take; 0 for all
  /// @param keeps whether what was measured before stays
  Map<String, Double> evaluate(BatchSource data, long steps, boolean keeps) {
    Measures bound = keeps ? measures : null;
    List<Variable> measured = bound == null ? List.of() : bound.variables();
    List<Tensor> kept = measured.stream().map(Variable::value).toList();
    try {
      reset();
      ProgressBar bar = new ProgressBar(data.steps(steps));
      if (test("evaluate", data, steps, () -> bar.step(() -> results(""))) == 0) {
        throw new IllegalArgumentException("evaluate: the data has no batches");
      }
      Map<String, Double> results = results("");
      bar.end(() -> results);
      return results;
    } finally {
      for (int i = 0; i < kept.size(); i++) {
        measured.get(i).assign(kept.get(i));
      }
    }
  }

  /// One training step on a batch.
  ///
  /// @param operation what errors name: the method that was called
  void train(String operation, Batch batch) {
    run(operation, Programs.Kind.TRAIN, batch);
  }

  /// {@return what was NaN or infinite first in the last training step, or null; only where the
  /// model looks for it}
  @Nullable String firstBad() {
    return firstBad;
  }

  /// {@return the loss, where it is NaN or infinite in a training step since the last reset; else
  /// null}
  @Nullable Double badLoss() {
    double sum = measures == null ? 0 : measures.sumOfLosses();
    return Double.isFinite(sum) ? null : sum;
  }

  /// Takes a batch into loss and metrics without training.
  void test(String operation, Batch batch) {
    run(operation, Programs.Kind.TEST, batch);
  }

  /// Takes batches into loss and metrics without training. Returns their number.
  ///
  /// @param steps how many batches to take; 0 for all
  /// @param after what follows each batch
  long test(String operation, BatchSource data, long steps, Runnable after) {
    long done = 0;
    try (BatchSource.Pass pass = data.pass()) {
      while ((steps == 0 || done < steps) && pass.hasNext()) {
        try {
          Batch batch = pass.next();
          test(operation, batch);
          pass.giveBack(batch);
        } catch (IllegalArgumentException e) {
          throw data.at("%s: batch %d".formatted(operation, done + 1), e);
        }
        done++;
        after.run();
      }
    }
    return done;
  }

  /// {@return what the program of a training step on a batch does}
  String explain(Batch batch) {
    Measures bound = prepare("explain", batch);
    return model
        .programs()
        .explain(
            model,
            Programs.Kind.TRAIN,
            batch.all(),
            weighted(batch),
            in -> train("explain", bound, batch, in));
  }

  private void run(String operation, Programs.Kind kind, Batch given) {
    Measures bound = prepare(operation, given);
    model
        .programs()
        .run(
            operation,
            model,
            kind,
            given.all(),
            weighted(given),
            in ->
                kind == Programs.Kind.TRAIN
                    ? train(operation, bound, given, in)
                    : test(operation, bound, given, in));
  }

  private static List<Boolean> weighted(Batch batch) {
    List<Boolean> weighted = new ArrayList<>(batch.weights().size());
    for (Tensor weight : batch.weights()) {
      weighted.add(weight != null);
    }
    return weighted;
  }

  private static Batch filled(Batch given, List<Tensor> tensors) {
    Iterator<Tensor> next = tensors.iterator();
    return given.map(_ -> next.next());
  }

  private List<Tensor> train(String operation, Measures bound, Batch given, List<Tensor> tensors) {
    Batch batch = filled(given, tensors);
    Numerics numerics = model.programs().debugsNumerics() ? new Numerics() : null;
    if (numerics != null) {
      given(numerics, "input", model.inputNames(), batch.inputs());
      given(numerics, "target", model.outputNames(), batch.targets());
      given(numerics, "sample weights", List.of(), batch.weights());
    }
    Call call = Call.train(model.seed(), steps, numerics);
    try (var tape = new GradientTape()) {
      model.trainStep(new TrainingStep(operation, model, this, bound, batch, call, tape));
    }
    firstBad = numerics == null ? null : numerics.first();
    call.update(steps, steps.add(1));
    call.finish();
    return List.of();
  }

  private static void given(
      Numerics numerics, String what, List<String> names, List<? extends @Nullable Tensor> data) {
    for (int i = 0; i < data.size(); i++) {
      Tensor x = data.get(i);
      String which = names.size() == data.size() ? " \"%s\"".formatted(names.get(i)) : " " + i;
      if (x != null) {
        numerics.given("the " + what + (data.size() == 1 ? "" : which), x);
      }
    }
  }

  private List<Tensor> test(String operation, Measures bound, Batch given, List<Tensor> tensors) {
    Batch batch = filled(given, tensors);
    Call call = Call.infer();
    model.testStep(new TrainingStep(operation, model, this, bound, batch, call, null));
    call.finish();
    return List.of();
  }

  /// Checks that a batch fits the model; the first one builds model, metrics and optimizer.
  Measures prepare(String operation, Batch batch) {
    if (batch.size() == 0) {
      throw new IllegalArgumentException(operation + ": the data has no samples");
    }
    List<TensorType> outputs = model.outputTypes(Programs.types(batch.inputs()));
    Measures bound = measures;
    if (bound == null) {
      bound =
          Measures.of(operation, compilation, model.outputNames(), outputs, batch, model.metrics());
      measures = bound;
    }
    bound.check(operation, model.name(), batch, outputs);
    optimizer();
    return bound;
  }

  /// Forgets what loss and metrics were measured.
  void reset() {
    if (measures != null) {
      measures.reset();
    }
  }

  /// {@return the results so far by name, in the order of Keras' progress line}
  Map<String, Double> results(String prefix) {
    return measures == null ? Map.of() : measures.results(prefix);
  }

  /// {@return the names that the results will have}
  Set<String> names() {
    return measures == null ? Set.of() : measures.names();
  }

  /// {@return all that steps change beside the weights: optimizer, step number, means and metrics}
  List<Variable> state() {
    List<Variable> state = new ArrayList<>(optimizer().variables());
    state.add(steps);
    if (measures != null) {
      state.addAll(measures.variables());
    }
    return state;
  }
}

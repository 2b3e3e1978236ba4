package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Batches;
import io.gradus.data.Dataset;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Philox;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call of `fit`: the epochs over the data, and the callbacks along the way.
final class FitLoop {
  private final Model model;
  private final Trainer trainer;
  private final Fit fit;
  private final Dataset data;
  private final @Nullable Dataset validation;
  private final Training training;
  private final List<TrainingCallback> callbacks;
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final @Nullable Progress progress;
  private @Nullable String firstBad;
  private boolean lossTold;
  private final DataState dataState;
  // The place: the epoch, the steps of it that are done, and all steps done before it.
  private int epoch;
  private long step;
  private long begun;
  // What the data depended on then.
  private List<Tensor> dataBegun = List.of();

  FitLoop(Model model, Trainer trainer, Dataset all, Fit fit) {
    if (all.size() == 0) {
      throw new IllegalArgumentException("fit: the data has no samples");
    }
    this.model = model;
    this.trainer = trainer;
    this.fit = fit;
    Dataset held = fit.validation();
    Dataset kept = model.arranged(all);
    if (held == null && fit.validationSplit() > 0) {
      long split = (long) Math.floor(all.size() * (1 - fit.validationSplit()));
      if (split == 0 || split == all.size()) {
        throw new IllegalArgumentException(
            "fit: validationSplit %s of %d samples leaves nothing to %s"
                .formatted(
                    fit.validationSplit(), all.size(), split == 0 ? "train on" : "validate with"));
      }
      held = kept.slice(split, all.size());
      kept = kept.slice(0, split);
    } else if (held != null) {
      held = model.arranged(held);
    }
    if (held != null && held.size() == 0) {
      throw new IllegalArgumentException("fit: the validation data has no samples");
    }
    this.validation = held;
    this.data =
        fit.classWeights().isEmpty() ? kept : kept.map(new ClassWeights(fit.classWeights())::apply);
    List<Variable> changed = new ArrayList<>(data.state());
    if (held != null && fit.validation() != null) {
      changed.addAll(held.state());
    }
    this.dataState = new DataState(changed, kept.size(), fit.batchSize(), fit.shuffle());
    this.training =
        new Training(
            model,
            fit,
            Math.ceilDiv(kept.size(), fit.batchSize()),
            () -> trainer.results(""),
            () -> snapshot().tensors(),
            () -> epoch);
    this.callbacks = new ArrayList<>(fit.callbacks());
    this.progress =
        fit.verbosity() == Verbosity.SILENT ? null : new Progress(fit.progress(), fit.verbosity());
    if (progress != null) {
      callbacks.add(progress);
    }
  }

  private Snapshot snapshot() {
    Snapshot snapshot = Snapshot.take(epoch, step, begun, model, trainer, callbacks, history);
    dataState.put(snapshot.tensors(), step == 0 ? dataState.values() : dataBegun);
    return snapshot;
  }

  History run() {
    // What does not fit is told before a callback does anything; callbacks find a built model.
    Batches inOrder = data.batches(fit.batchSize());
    Batch first = inOrder.first();
    trainer.prepare("fit", first);
    if (!fit.shuffle()) {
      model.programs().giveBack(inOrder, first);
    }
    if (validation != null) {
      Batches held = validation.batches(fit.validationBatchSize());
      Batch batch = held.first();
      trainer.prepare("fit: validation", batch);
      model.programs().giveBack(held, batch);
    }
    callbacks.forEach(callback -> callback.onTrainBegin(training));
    epoch = fit.initialEpoch();
    Map<String, Tensor> state = training.resumed();
    Snapshot within = state == null ? null : resume(Snapshot.of(state));
    while (epoch < fit.epochs() && !training.isStopped()) {
      epoch(within);
      within = null;
    }
    trainer.optimizer().finish();
    callbacks.forEach(callback -> callback.onTrainEnd(training));
    callbacks.forEach(callback -> callback.onSettled(training));
    return new History(history);
  }

  /// {@return the state if it is one within an epoch, which must begin first; else null}
  private @Nullable Snapshot resume(Snapshot from) {
    epoch = from.epoch();
    if (from.step() > 0) {
      return from;
    }
    restore(from);
    return null;
  }

  private void restore(Snapshot from) {
    dataState.restore(from.tensors(), from.step() > 0);
    from.restore(model, trainer, callbacks, history);
  }

  private void epoch(@Nullable Snapshot within) {
    callbacks.forEach(callback -> callback.onEpochBegin(training, epoch));
    if (within == null) {
      trainer.reset();
      step = 0;
      begun = trainer.stepsDone();
    } else {
      restore(within);
      step = within.step();
      begun = within.begun();
    }
    dataBegun = dataState.values();
    steps(step);
    Map<String, Double> logs = new LinkedHashMap<>(trainer.results(""));
    if (validation != null && (epoch + 1) % fit.validationFrequency() == 0) {
      logs.putAll(validate(validation));
    }
    callbacks.forEach(callback -> callback.onEpochEnd(training, epoch, logs));
    logs.forEach((name, value) -> history.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    epoch++;
    step = 0;
    callbacks.forEach(callback -> callback.onSettled(training));
  }

  private void steps(long done) {
    Batches all = batches();
    Iterator<Batch> batches = all.after(done);
    while (batches.hasNext() && !training.isStopped()) {
      Batch batch = batches.next();
      for (TrainingCallback callback : callbacks) {
        callback.onTrainBatchBegin(training, step);
      }
      trainer.train("fit", batch);
      model.programs().giveBack(all, batch);
      if (progress != null) {
        tellBadNumbers(progress);
      }
      for (TrainingCallback callback : callbacks) {
        callback.onTrainBatchEnd(training, step);
      }
      step++;
      for (TrainingCallback callback : callbacks) {
        callback.onSettled(training);
      }
    }
  }

  // Once each: the first bad number of all, where the model looks for it, and the first bad loss.
  private void tellBadNumbers(Progress out) {
    String found = trainer.firstBad();
    Double loss = lossTold ? null : trainer.badLoss();
    boolean isFirst = firstBad == null && found != null;
    if (isFirst) {
      firstBad = found;
    }
    if (loss != null) {
      lossTold = true;
      String cause =
          firstBad == null
              ? "model.debugNumerics(true) tells where it comes from"
              : "first bad is " + firstBad;
      out.tell(place() + "the loss is %s; %s".formatted(loss.isNaN() ? "NaN" : "infinite", cause));
    } else if (isFirst) {
      out.tell(place() + "first bad is " + firstBad);
    }
  }

  private String place() {
    return "epoch %d, step %d of %d: ".formatted(epoch + 1, step + 1, training.steps());
  }

  private Batches batches() {
    if (!fit.shuffle()) {
      return data.batches(fit.batchSize());
    }
    long key = Philox.key(model.seed(), "shuffle/" + epoch + "/" + begun);
    return data.batches(fit.batchSize(), key);
  }

  private Map<String, Double> validate(Dataset held) {
    callbacks.forEach(callback -> callback.onTestBegin(training));
    trainer.reset();
    trainer.test("fit: validation", held.batches(fit.validationBatchSize()));
    Map<String, Double> logs = trainer.results("val_");
    callbacks.forEach(callback -> callback.onTestEnd(training, logs));
    return logs;
  }
}

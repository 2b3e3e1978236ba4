package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.tensor.Tensor;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call of `fit`: the epochs over the data, and the callbacks along the way.
final class FitLoop {
  private static final System.Logger LOG = System.getLogger("io.gradus");
  private static final String VALIDATION = "fit: validation";

  private static final ScopedValue<Boolean> UNDER_WAY = ScopedValue.newInstance();

  private final Model model;
  private final Trainer trainer;
  private final Fit fit;
  private final EpochBatches batches;
  private final @Nullable BatchSource validation;
  private final Training training;
  private final List<TrainingCallback> callbacks;
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final @Nullable Progress progress;
  private @Nullable String firstBad;
  private boolean lossTold;
  private boolean ranOut;
  private boolean validationRanOut;
  // The place: the epoch, the steps of it that are done, and all steps done before it.
  private int epoch;
  private long step;
  private long begun;

  FitLoop(Model model, Trainer trainer, FitData data, Fit fit) {
    this.model = model;
    this.trainer = trainer;
    this.fit = fit;
    this.batches = new EpochBatches(data.training(), data.state(), fit.stepsPerEpoch());
    this.validation = data.validation();
    this.training =
        new Training(
            model,
            fit,
            batches::steps,
            trainer::names,
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
    batches.put(snapshot.tensors(), step);
    return snapshot;
  }

  /// {@return whether this thread is in the epochs of a training, in a callback for instance}
  static boolean isUnderWay() {
    return UNDER_WAY.isBound();
  }

  History run() {
    try (batches;
        var _ = validation) {
      prepare();
      return ScopedValue.where(UNDER_WAY, true).call(this::epochs);
    }
  }

  // What does not fit is told before a callback does anything; callbacks find a built model.
  private void prepare() {
    batches.source().look("fit", batch -> trainer.prepare("fit", batch));
    if (validation != null) {
      validation.look(VALIDATION, batch -> trainer.prepare(VALIDATION, batch));
      // Nothing is held open while an epoch is trained.
      validation.close();
    }
  }

  private History epochs() {
    callbacks.forEach(callback -> callback.onTrainBegin(training));
    epoch = fit.initialEpoch();
    Map<String, Tensor> state = training.resumed();
    Snapshot within = state == null ? null : resume(Snapshot.of(state));
    while (epoch < fit.epochs() && !training.isStopped()) {
      if (!batches.hasEpoch()) {
        stop("the data ran out after epoch %d; %s".formatted(epoch, need()));
        break;
      }
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
    tellResumed(from, batches.restore(from.tensors(), from.step() > 0));
    from.restore(model, trainer, callbacks, history);
  }

  private void tellResumed(Snapshot from, @Nullable String other) {
    if (progress == null) {
      return;
    }
    progress.tell("resume: " + resumedAt(from));
    if (other != null) {
      progress.tell("resume: " + other);
    }
    if (!batches.source().repeats()) {
      progress.tell(
          "resume: an Iterator cannot be put back; it goes on with the batch that is next");
    }
  }

  private String resumedAt(Snapshot from) {
    if (from.epoch() >= fit.epochs()) {
      return "all %d epochs are done".formatted(fit.epochs());
    }
    String place = "epoch %d of %d".formatted(from.epoch() + 1, fit.epochs());
    return from.step() > 0
        ? "goes on within %s, after step %d".formatted(place, from.step())
        : "goes on with " + place;
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
    batches.begin(epoch, begun, done);
    while (!training.isStopped() && batches.hasNext(step)) {
      Batch batch = nextBatch();
      for (TrainingCallback callback : callbacks) {
        callback.onTrainBatchBegin(training, step);
      }
      train(batch);
      batches.giveBack(batch);
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
    if (!training.isStopped() && batches.end(step)) {
      ranOut();
    }
  }

  private Batch nextBatch() {
    try {
      return batches.next();
    } catch (IllegalArgumentException e) {
      throw batches.source().at(batchPlace(), e);
    }
  }

  private void train(Batch batch) {
    try {
      trainer.train("fit", batch);
    } catch (IllegalArgumentException e) {
      throw batches.source().at(batchPlace(), e);
    }
  }

  private String batchPlace() {
    return "fit: epoch %d, batch %d".formatted(epoch + 1, step + 1);
  }

  private void ranOut() {
    String text =
        "the data ran out in epoch %d, after step %d of %d; %s"
            .formatted(epoch + 1, step, batches.steps(), need());
    if (!batches.source().repeats()) {
      stop(text);
    } else if (!ranOut) {
      warn(text);
    }
    ranOut = true;
  }

  private String need() {
    int epochs = fit.epochs() - fit.initialEpoch();
    if (fit.stepsPerEpoch() > 0) {
      return "%d epochs of %d steps need %d batches"
          .formatted(epochs, fit.stepsPerEpoch(), epochs * (long) fit.stepsPerEpoch());
    }
    return batches.source().repeats()
        ? "each epoch needs an Iterable or a Stream that begins anew"
        : "an Iterator gives its batches once";
  }

  private void stop(String reason) {
    training.stop("training stops: " + reason);
    if (progress == null) {
      warn("training stops: " + reason);
    }
  }

  // Who wants no lines of progress is still told of what went wrong.
  private void warn(String text) {
    if (progress == null) {
      LOG.log(Level.WARNING, "fit: " + text);
    } else {
      progress.tell(text);
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
    String of = training.steps() == BatchSource.UNKNOWN ? "" : " of " + training.steps();
    return "epoch %d, step %d%s: ".formatted(epoch + 1, step + 1, of);
  }

  private Map<String, Double> validate(BatchSource held) {
    callbacks.forEach(callback -> callback.onTestBegin(training));
    trainer.reset();
    long done = trainer.test(VALIDATION, held, fit.validationSteps(), () -> {});
    if (done == 0) {
      stop("the validation data ran out before epoch %d".formatted(epoch + 1));
      callbacks.forEach(callback -> callback.onTestEnd(training, Map.of()));
      return Map.of();
    }
    if (done < fit.validationSteps() && !validationRanOut) {
      validationRanOut = true;
      warn(
          "the validation data ran out in epoch %d, after step %d of %d"
              .formatted(epoch + 1, done, fit.validationSteps()));
    }
    Map<String, Double> logs = trainer.results("val_");
    callbacks.forEach(callback -> callback.onTestEnd(training, logs));
    return logs;
  }
}

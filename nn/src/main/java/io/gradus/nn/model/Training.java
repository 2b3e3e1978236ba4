package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A run of `fit` under way, as callbacks see it.
public final class Training {
  private final Model model;
  private final Fit settings;
  private final LongSupplier steps;
  private final Supplier<Set<String>> names;
  private final Supplier<Map<String, Double>> results;
  private final Supplier<Map<String, Tensor>> state;
  private final IntSupplier epoch;
  private @Nullable Map<String, Tensor> resumed;
  private @Nullable String reason;

  Training(
      Model model,
      Fit settings,
      LongSupplier steps,
      Supplier<Set<String>> names,
      Supplier<Map<String, Double>> results,
      Supplier<Map<String, Tensor>> state,
      IntSupplier epoch) {
    this.model = model;
    this.settings = settings;
    this.steps = steps;
    this.names = names;
    this.results = results;
    this.state = state;
    this.epoch = epoch;
  }

  /// {@return the model}
  public Model model() {
    return model;
  }

  /// {@return what `fit` was asked to do}
  public Fit settings() {
    return settings;
  }

  /// {@return the number of steps in an epoch; −1 in the first one over batches from outside, whose
  /// number shows at its end}
  public long steps() {
    return steps.getAsLong();
  }

  /// {@return whether epochs are validated, all or some}
  public boolean validates() {
    return settings.validates();
  }

  /// {@return loss and metrics of the epoch so far, by name} Reading them costs about as much as a
  /// small step.
  public Map<String, Double> results() {
    return results.get();
  }

  /// {@return the names that the logs of epochs will have}
  public LogNames logNames() {
    return LogNames.of(names.get(), validates(), settings.callbacks());
  }

  /// {@return the names of loss and metrics, which [#results] will have}
  public Set<String> resultNames() {
    return names.get();
  }

  /// {@return all that the rest of the training depends on, by name: weights, optimizer, seed,
  /// place in the epoch, what loss and metrics have measured, history, and the callbacks' own
  /// state}
  public Map<String, Tensor> state() {
    return state.get();
  }

  /// Goes on from a [#state] of an earlier run with the same model, data and settings, with the
  /// same bits as if that had not been interrupted. Called in [TrainingCallback#onTrainBegin]; it
  /// happens when all callbacks have begun.
  public void resume(Map<String, Tensor> state) {
    resumed = Map.copyOf(state);
  }

  @Nullable Map<String, Tensor> resumed() {
    return resumed;
  }

  /// Ends the training after the present step, or after the epoch when called at its end. The
  /// reason, such as `epoch 7: early stopping`, is told where the progress lines go.
  public void stop(String reason) {
    this.reason = reason;
  }

  /// {@return whether no epoch follows: a callback has asked to stop, or all epochs are done}
  public boolean isLast() {
    return isStopped() || epoch.getAsInt() >= settings.epochs();
  }

  /// {@return whether a callback has asked to stop}
  public boolean isStopped() {
    return reason != null;
  }

  /// {@return why the training was stopped, or null if it was not}
  public @Nullable String reason() {
    return reason;
  }
}

package io.gradus.nn.model;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A run of `fit` under way, as callbacks see it.
public final class Training {
  private final Model model;
  private final Fit settings;
  private final long steps;
  private final Supplier<Map<String, Double>> results;
  private @Nullable String reason;

  Training(Model model, Fit settings, long steps, Supplier<Map<String, Double>> results) {
    this.model = model;
    this.settings = settings;
    this.steps = steps;
    this.results = results;
  }

  /// {@return the model}
  public Model model() {
    return model;
  }

  /// {@return what `fit` was asked to do}
  public Fit settings() {
    return settings;
  }

  /// {@return the number of steps in an epoch}
  public long steps() {
    return steps;
  }

  /// {@return loss and metrics of the epoch so far, by name} Reading them costs about as much as a
  /// small step.
  public Map<String, Double> results() {
    return results.get();
  }

  /// Ends the training after the present step, or after the epoch when called at its end. The
  /// reason, such as `epoch 7: early stopping`, is told where the progress lines go.
  public void stop(String reason) {
    this.reason = reason;
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

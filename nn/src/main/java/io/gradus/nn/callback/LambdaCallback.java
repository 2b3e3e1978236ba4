package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import io.gradus.nn.model.TrainingCallback;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A callback made of functions (`keras.callbacks.LambdaCallback`): one that is called at the end
/// of each epoch. For anything else implement [TrainingCallback].
///
/// ```java
/// new LambdaCallback((training, epoch, logs) -> System.out.println(logs));
/// ```
public final class LambdaCallback implements TrainingCallback {
  /// What is called at the end of an epoch.
  @FunctionalInterface
  public interface EpochEnd {
    /// Gets the epoch, counted from 0, and its logs.
    void accept(Training training, int epoch, Map<String, Double> logs);
  }

  private final EpochEnd epochEnd;
  private final @Nullable Set<String> names;

  /// Calls the function at the end of each epoch.
  public LambdaCallback(EpochEnd epochEnd) {
    this(epochEnd, null);
  }

  private LambdaCallback(EpochEnd epochEnd, @Nullable Set<String> names) {
    this.epochEnd = epochEnd;
    this.names = names;
  }

  /// {@return this callback, of which it is known what it puts into the logs: so that a callback
  /// that watches another name is told before the first step}
  public LambdaCallback logs(String... names) {
    return new LambdaCallback(epochEnd, Set.of(names));
  }

  @Override
  public @Nullable Set<String> logNames() {
    return names;
  }

  @Override
  public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
    epochEnd.accept(training, epoch, logs);
  }
}

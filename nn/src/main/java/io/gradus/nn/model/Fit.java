package io.gradus.nn.model;

import io.gradus.data.Dataset;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// How to train, with Keras' defaults: one epoch, batches of 32, shuffled, with a progress line.
///
/// @param epochs how often all samples are seen
/// @param batchSize the samples in a step; the last of an epoch may have fewer
/// @param shuffle whether each epoch has an order of its own
/// @param validation what is evaluated after each epoch, or null
/// @param progress where the progress lines go, or null for none
public record Fit(
    int epochs,
    int batchSize,
    boolean shuffle,
    @Nullable Dataset validation,
    @Nullable PrintStream progress) {
  /// Checks the numbers.
  public Fit {
    if (epochs < 1) {
      throw new IllegalArgumentException("fit: epochs must be at least 1, got " + epochs);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("fit: batchSize must be at least 1, got " + batchSize);
    }
  }

  /// {@return Keras' defaults with this number of epochs}
  public static Fit epochs(int epochs) {
    return new Fit(epochs, 32, true, null, System.out);
  }

  /// {@return these settings with another batch size}
  public Fit batchSize(int changed) {
    return new Fit(epochs, changed, shuffle, validation, progress);
  }

  /// {@return these settings with the samples shuffled or in order}
  public Fit shuffle(boolean changed) {
    return new Fit(epochs, batchSize, changed, validation, progress);
  }

  /// {@return these settings with data that is evaluated after each epoch}
  public Fit validation(Dataset data) {
    return new Fit(epochs, batchSize, shuffle, data, progress);
  }

  /// {@return these settings with the progress lines going elsewhere}
  public Fit progress(PrintStream to) {
    return new Fit(epochs, batchSize, shuffle, validation, to);
  }

  /// {@return these settings without progress lines}
  public Fit quiet() {
    return new Fit(epochs, batchSize, shuffle, validation, null);
  }
}

package io.gradus.nn.optimizer;

import io.gradus.nn.config.Limits;
import org.jspecify.annotations.Nullable;

/// Whether an optimizer keeps a running mean of each variable (Polyak & Juditsky 1992): `average ←
/// momentum·average + (1 − momentum)·w` after each step.
///
/// @param use whether it does
/// @param momentum the share of the mean that is kept, in [0, 1], 0.99 by default
/// @param overwriteFrequency after how many steps the variables take the values of the means each
///   time, or null for never before [BoundOptimizer#finish]
public record Averaging(boolean use, double momentum, @Nullable Integer overwriteFrequency) {
  /// No means.
  public static final Averaging NONE = new Averaging(false, 0.99, null);

  /// Checks the settings.
  public Averaging {
    Limits.within("optimizer", "emaMomentum", momentum, 0, 1);
    if (overwriteFrequency != null) {
      Limits.atLeast("optimizer", "emaOverwriteFrequency", overwriteFrequency, 1);
    }
  }
}

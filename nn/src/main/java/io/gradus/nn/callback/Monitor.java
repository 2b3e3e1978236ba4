package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;

/// A value of the logs that a callback watches, and the way in which it gets better.
///
/// @param name such as `val_loss`
/// @param mode whether less or more is better
/// @param minDelta by how much a value must be better to count
record Monitor(String name, MonitorMode mode, double minDelta) {
  private static final System.Logger LOG = System.getLogger("io.gradus");

  Monitor {
    Objects.requireNonNull(name);
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("monitor: minDelta must be at least 0, got " + minDelta);
    }
  }

  /// Says, as Keras does, that the logs do not have the value, with what they have.
  ///
  /// @param consequence what the callback does without it
  void warn(String callback, String consequence, Training training, Map<String, Double> logs) {
    boolean unvalidated = name.startsWith("val_") && !training.validates();
    String way =
        unvalidated ? "; fit has no validation data (Fit.validation, validationSplit)" : "";
    LOG.log(
        Level.WARNING,
        "%s: nothing is called \"%s\"; there are %s%s; %s"
            .formatted(callback, name, String.join(", ", logs.keySet()), way, consequence));
  }

  /// {@return whether the value is one of validation, and other epochs than this are validated}
  boolean isAwaited(Training training, Map<String, Double> logs) {
    return !logs.containsKey(name)
        && name.startsWith("val_")
        && training.validates()
        && logs.keySet().stream().noneMatch(other -> other.startsWith("val_"));
  }

  /// {@return whether `value` is better than `best` by more than `minDelta`; any number is better
  /// than NaN, which is the best before there is one}
  boolean isBetter(double value, double best) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    return mode.isMore(name) ? value - minDelta > best : value + minDelta < best;
  }
}

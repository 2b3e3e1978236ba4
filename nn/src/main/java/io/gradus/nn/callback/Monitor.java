package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import java.util.Map;
import java.util.Objects;

/// A value of the logs that a callback watches, and the way in which it gets better.
///
/// @param name such as `val_loss`
/// @param mode whether less or more is better
/// @param minDelta by how much a value must be better to count
record Monitor(String name, MonitorMode mode, double minDelta) {
  Monitor {
    Objects.requireNonNull(name);
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("monitor: minDelta must be at least 0, got " + minDelta);
    }
  }

  /// {@return the value in the logs}
  ///
  /// @throws IllegalArgumentException if the logs do not have it, listing what they have
  double value(String callback, Map<String, Double> logs) {
    Double value = logs.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: nothing is called \"%s\"; there are %s"
              .formatted(callback, name, String.join(", ", logs.keySet())));
    }
    return value;
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

package io.gradus.nn.callback;

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

  /// {@return whether `value` is better than `best` by more than `minDelta`}
  boolean isBetter(double value, double best) {
    return mode.isMore(name) ? value - minDelta > best : value + minDelta < best;
  }

  /// {@return what every value is better than}
  double worst() {
    return mode.isMore(name) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}

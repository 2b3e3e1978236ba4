package io.gradus.nn.callback;

import io.gradus.nn.model.Training;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a callback watches a value during a training: where the logs do not have it, it warns once.
final class Watch {
  private final Monitor monitor;
  private final String callback;
  private final String consequence;
  private boolean warned;

  /// @param callback the callback's name, for the warning
  /// @param consequence what the callback does without the value
  Watch(Monitor monitor, String callback, String consequence) {
    this.monitor = monitor;
    this.callback = callback;
    this.consequence = consequence;
  }

  /// Begins another training.
  void begin() {
    warned = false;
  }

  /// {@return the value, or null, after a warning in this training, if the logs do not have it}
  @Nullable Double value(Training training, Map<String, Double> logs) {
    Double value = logs.get(monitor.name());
    if (value == null && !warned) {
      warned = true;
      monitor.warn(callback, consequence, training, logs);
    }
    return value;
  }
}

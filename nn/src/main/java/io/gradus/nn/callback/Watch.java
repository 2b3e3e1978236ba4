package io.gradus.nn.callback;

import io.gradus.nn.model.LogNames;
import io.gradus.nn.model.Training;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a callback watches a value during a training: a name that the logs will not have is told
/// before the first step; where they do not have it after all, a warning says so once.
final class Watch {
  private static final System.Logger LOG = System.getLogger("io.gradus");

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
  ///
  /// @throws IllegalArgumentException if its logs will not have the value, listing those they will
  void begin(Training training) {
    begin(training.logNames());
  }

  /// Begins another training.
  ///
  /// @param names what there will be when the value is looked at
  /// @throws IllegalArgumentException if that is without the value, listing what there is
  void begin(LogNames names) {
    warned = false;
    String name = monitor.name();
    if (names.has(name)) {
      return;
    }
    String text = callback + ": " + names.text(name);
    if (names.complete()) {
      throw new IllegalArgumentException(text);
    }
    if (!names.nearest(name).isEmpty()) {
      LOG.log(Level.WARNING, text + "; or does a callback put it in? logNames() would tell");
    }
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

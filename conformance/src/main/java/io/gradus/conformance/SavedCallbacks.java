package io.gradus.conformance;

import io.gradus.nn.callback.EarlyStopping;
import io.gradus.nn.callback.LearningRateScheduler;
import io.gradus.nn.callback.MonitorMode;
import io.gradus.nn.callback.ReduceLROnPlateau;
import io.gradus.nn.callback.SwapEMAWeights;
import io.gradus.nn.callback.TerminateOnNaN;
import io.gradus.nn.model.TrainingCallback;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Callbacks out of a case: Keras' class name and the arguments of its constructor.
final class SavedCallbacks {
  private SavedCallbacks() {}

  static TrainingCallback read(Fields callback) {
    String name = callback.text("class_name");
    Map<?, ?> config = callback.object("config").map();
    return switch (name) {
      case "EarlyStopping" -> earlyStopping(config);
      case "ReduceLROnPlateau" -> reduce(config);
      case "TerminateOnNaN" -> new TerminateOnNaN();
      case "SwapEMAWeights" -> new SwapEMAWeights().swapOnEpoch(truth(config, "swap_on_epoch"));
      case "LearningRateScheduler" -> rates(callback);
      default -> throw new MissingFeatureException("callback " + name);
    };
  }

  // A function of Python is in the case as the table of what it gives.
  private static LearningRateScheduler rates(Fields callback) {
    Fields owner = callback.has("table") ? callback : callback.object("config");
    List<?> table = owner.list("table");
    return new LearningRateScheduler((epoch, _) -> number(table.get(epoch)));
  }

  private static boolean truth(Map<?, ?> config, String key) {
    return Boolean.TRUE.equals(config.get(key));
  }

  private static EarlyStopping earlyStopping(Map<?, ?> config) {
    EarlyStopping callback = new EarlyStopping();
    for (Map.Entry<?, ?> option : config.entrySet()) {
      Object value = option.getValue();
      callback =
          switch ((String) option.getKey()) {
            case "monitor" -> callback.monitor((String) value);
            case "min_delta" -> callback.minDelta(Math.abs(number(value)));
            case "patience" -> callback.patience((int) number(value));
            case "mode" -> callback.mode(mode(value));
            case "baseline" -> value == null ? callback : callback.baseline(number(value));
            case "restore_best_weights" -> callback.restoreBestWeights((Boolean) value);
            case "start_from_epoch" -> callback.startFromEpoch((int) number(value));
            case "verbose" -> callback;
            default -> throw new MissingFeatureException("early stopping " + option.getKey());
          };
    }
    return callback;
  }

  private static ReduceLROnPlateau reduce(Map<?, ?> config) {
    ReduceLROnPlateau callback = new ReduceLROnPlateau();
    for (Map.Entry<?, ?> option : config.entrySet()) {
      Object value = option.getValue();
      callback =
          switch ((String) option.getKey()) {
            case "monitor" -> callback.monitor((String) value);
            case "factor" -> callback.factor(number(value));
            case "patience" -> callback.patience((int) number(value));
            case "mode" -> callback.mode(mode(value));
            case "min_delta" -> callback.minDelta(number(value));
            case "cooldown" -> callback.cooldown((int) number(value));
            case "min_lr" -> callback.minRate(number(value));
            case "verbose" -> callback;
            default -> throw new MissingFeatureException("reduce learning rate " + option.getKey());
          };
    }
    return callback;
  }

  private static MonitorMode mode(Object value) {
    return MonitorMode.valueOf(((String) value).toUpperCase(Locale.ROOT));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}

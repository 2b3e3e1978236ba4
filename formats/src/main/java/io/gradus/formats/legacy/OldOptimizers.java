package io.gradus.formats.legacy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Optimizers of Keras 1, Keras 2 and tf.keras 2 in the form of Keras 3, with the rules they had:
/// where epsilon stands, what `clipnorm` is the norm of, how a learning rate falls.
final class OldOptimizers {
  private OldOptimizers() {}

  /// {@return an optimizer as Keras 3 writes it}
  ///
  /// @throws IllegalArgumentException if it cannot be had here
  static @Nullable Object upgrade(@Nullable Object written, Writer writer) {
    if (!(written instanceof Map<?, ?> object)) {
      return written;
    }
    String className = Architecture.className(object);
    OldLayer optimizer = new OldLayer(className, Architecture.map(object.get("config")));
    switch (className) {
      case "TFOptimizer" ->
          throw new IllegalArgumentException("optimizer TFOptimizer is one of TensorFlow");
      case "LossScaleOptimizer" -> {
        optimizer.put("inner_optimizer", upgrade(optimizer.get("inner_optimizer"), writer));
        return optimizer.dropIf("dynamic", true).drop("name", "is_legacy_optimizer").written();
      }
      default -> {}
    }
    // TensorFlow's optimizers up to 2.10, which are `legacy` later.
    boolean earlier = writer.isBefore(2, 4) || optimizer.has("decay") || optimizer.has("lr");
    optimizer.rename("lr", "learning_rate");
    optimizer.drop("is_legacy_optimizer", "jit_compile");
    if (optimizer.get("name") == null) {
      optimizer.drop("name");
    }
    if (!Boolean.TRUE.equals(optimizer.get("use_ema"))) {
      optimizer.drop("use_ema", "ema_momentum", "ema_overwrite_frequency");
    }
    if (Boolean.FALSE.equals(optimizer.get("weight_decay"))) {
      optimizer.drop("weight_decay");
    }
    if (optimizer.has("epsilon") && optimizer.get("epsilon") == null) {
      optimizer.drop("epsilon");
    }
    clipping(optimizer, writer);
    if (className.equals("Nadam")) {
      optimizer.rename("decay", "schedule_decay");
      if (earlier) {
        optimizer.standard("schedule_decay", 0.004);
      }
    }
    rate(optimizer);
    if (earlier && (className.equals("RMSprop") || className.equals("Adagrad"))) {
      boolean withMomentum =
          optimizer.get("momentum") instanceof Number share && share.doubleValue() != 0;
      optimizer.put("epsilon_beside_root", !withMomentum);
    }
    if (className.equals("Adagrad") && writer.isBefore(2, 4)) {
      optimizer.standard("initial_accumulator_value", 0.0);
    }
    return optimizer.written();
  }

  // Before TensorFlow took it over, clipnorm was the norm of all gradients together.
  private static void clipping(OldLayer optimizer, Writer writer) {
    for (String key : new String[] {"clipnorm", "clipvalue", "global_clipnorm"}) {
      Object value = optimizer.get(key);
      if (value == null || (value instanceof Number number && number.doubleValue() <= 0)) {
        optimizer.drop(key);
      }
    }
    if (optimizer.has("clipnorm") && optimizer.has("clipvalue")) {
      throw new IllegalArgumentException(
          "optimizer %s: clipnorm together with clipvalue is not supported"
              .formatted(optimizer.className()));
    }
    if (writer.isBefore(2, 4)) {
      optimizer.rename("clipnorm", "global_clipnorm");
    }
  }

  private static void rate(OldLayer optimizer) {
    Object rate = optimizer.get("learning_rate");
    Object decay = optimizer.take("decay");
    if (rate instanceof Map<?, ?> schedule && schedule.get("config") instanceof Map<?, ?> config) {
      OldLayer read = new OldLayer(Architecture.className(schedule), config);
      if (read.get("name") == null) {
        read.drop("name");
      }
      optimizer.put("learning_rate", read.written());
    } else if (decay instanceof Number share && share.doubleValue() > 0) {
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      config.put("initial_learning_rate", rate);
      config.put("decay_steps", 1);
      config.put("decay_rate", decay);
      config.put("staircase", false);
      optimizer.put("learning_rate", Architecture.object("InverseTimeDecay", config));
    }
  }
}

package io.gradus.nn.optimizer;

import io.gradus.nn.config.SchemaTable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The optimizers that a configuration can name.
public final class Optimizers {
  /// Those that a name alone says, as in `compile("adam", …)`: none that is made of others.
  public static final SchemaTable<Optimizer> NAMED =
      new SchemaTable<>(
          Optimizer.class,
          "optimizer",
          "keras.optimizers",
          List.of(
              Adadelta.SCHEMA,
              Adafactor.SCHEMA,
              Adagrad.SCHEMA,
              Adam.SCHEMA,
              AdamW.SCHEMA,
              Adamax.SCHEMA,
              Ftrl.SCHEMA,
              Lamb.SCHEMA,
              Lion.SCHEMA,
              Muon.SCHEMA,
              Nadam.SCHEMA,
              RMSprop.SCHEMA,
              SGD.SCHEMA,
              ScheduleFreeAdamW.SCHEMA));

  /// All optimizers by Keras' names.
  public static final SchemaTable<Optimizer> TABLE =
      NAMED.with(List.of(LossScaleOptimizer.SCHEMA, MultiOptimizer.SCHEMA));

  private Optimizers() {}

  /// {@return the names in lower case, as in `compile("adam", …)`}
  static Collection<String> names() {
    return NAMED.names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  static @Nullable Optimizer named(String lowerCase) {
    for (String className : NAMED.names()) {
      if (className.toLowerCase(Locale.ROOT).equals(lowerCase)) {
        return NAMED.read(Map.of("class_name", className, "config", Map.of()));
      }
    }
    return null;
  }
}

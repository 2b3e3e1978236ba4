package io.gradus.nn.optimizer;

import io.gradus.nn.config.SchemaTable;
import java.util.List;

/// The optimizers that a configuration can name.
public final class Optimizers {
  /// All optimizers by Keras' names.
  public static final SchemaTable<Optimizer> TABLE =
      new SchemaTable<>("optimizer", List.of(RMSprop.SCHEMA, SGD.SCHEMA));

  private Optimizers() {}
}

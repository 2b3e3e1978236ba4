package io.gradus.nn.loss;

import io.gradus.nn.config.SchemaTable;
import java.util.List;

/// The losses that a configuration can name.
public final class Losses {
  /// All losses by Keras' names.
  public static final SchemaTable<Loss> TABLE =
      new SchemaTable<>("loss", List.of(SparseCategoricalCrossentropy.SCHEMA));

  private Losses() {}
}

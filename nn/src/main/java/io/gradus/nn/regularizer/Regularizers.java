package io.gradus.nn.regularizer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.SchemaTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The regularizers that a configuration can name.
public final class Regularizers {
  /// All regularizers by Keras' names.
  public static final SchemaTable<Regularizer> TABLE =
      new SchemaTable<>(
          Regularizer.class,
          "regularizer",
          "keras.regularizers",
          List.of(
              BatchTotal.SCHEMA, L1.SCHEMA, L1L2.SCHEMA, L2.SCHEMA, OrthogonalRegularizer.SCHEMA));

  /// How a configuration holds a regularizer, or none.
  public static final Codec<@Nullable Regularizer> CODEC = Codec.object(TABLE).orNull();

  private Regularizers() {}
}

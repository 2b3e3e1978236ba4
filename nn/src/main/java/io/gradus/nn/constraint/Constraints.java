package io.gradus.nn.constraint;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.SchemaTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The constraints that a configuration can name.
public final class Constraints {
  /// All constraints by Keras' names.
  public static final SchemaTable<Constraint> TABLE =
      new SchemaTable<>(
          Constraint.class,
          "constraint",
          "keras.constraints",
          List.of(MaxNorm.SCHEMA, MinMaxNorm.SCHEMA, NonNeg.SCHEMA, UnitNorm.SCHEMA));

  /// How a configuration holds a constraint, or none.
  public static final Codec<@Nullable Constraint> CODEC = Codec.object(TABLE).orNull();

  private Constraints() {}
}

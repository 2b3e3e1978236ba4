package io.gradus.nn.initializer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.SchemaTable;
import java.util.List;

/// The initializers that a configuration can name.
public final class Initializers {
  /// All initializers by Keras' names.
  public static final SchemaTable<Initializer> TABLE =
      new SchemaTable<>(
          Initializer.class,
          "initializer",
          "keras.initializers",
          List.of(
              Constant.SCHEMA,
              GlorotNormal.SCHEMA,
              GlorotUniform.SCHEMA,
              HeNormal.SCHEMA,
              HeUniform.SCHEMA,
              Identity.SCHEMA,
              LecunNormal.SCHEMA,
              LecunUniform.SCHEMA,
              Ones.SCHEMA,
              Orthogonal.SCHEMA,
              RandomNormal.SCHEMA,
              RandomUniform.SCHEMA,
              STFT.SCHEMA,
              TruncatedNormal.SCHEMA,
              VarianceScaling.SCHEMA,
              Zeros.SCHEMA));

  /// How a configuration holds an initializer.
  public static final Codec<Initializer> CODEC = Codec.object(TABLE);

  private Initializers() {}
}

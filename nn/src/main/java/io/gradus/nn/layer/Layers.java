package io.gradus.nn.layer;

import io.gradus.nn.config.SchemaTable;
import java.util.List;

/// The layers that a configuration can name.
public final class Layers {
  /// All layers by Keras' names.
  public static final SchemaTable<Layer> TABLE =
      new SchemaTable<>(
          "layer",
          List.of(
              Dense.SCHEMA,
              Dropout.SCHEMA,
              Flatten.SCHEMA,
              InputLayer.SCHEMA,
              LayerNormalization.SCHEMA,
              Rescaling.SCHEMA,
              Reshape.SCHEMA));

  private Layers() {}
}

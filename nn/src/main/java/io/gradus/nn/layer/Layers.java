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
              ActivationLayer.SCHEMA,
              ActivityRegularization.SCHEMA,
              AdditiveAttention.SCHEMA,
              Attention.SCHEMA,
              Dense.SCHEMA,
              Dropout.SCHEMA,
              EinsumDense.SCHEMA,
              ELU.SCHEMA,
              Flatten.SCHEMA,
              InputLayer.SCHEMA,
              LayerNormalization.SCHEMA,
              LeakyReLU.SCHEMA,
              PReLU.SCHEMA,
              ReLU.SCHEMA,
              Rescaling.SCHEMA,
              Reshape.SCHEMA,
              Softmax.SCHEMA));

  private Layers() {}
}

package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import java.util.List;
import java.util.Map;

/// How a configuration holds a layer inside another.
final class InnerLayer {
  /// A layer, as Keras writes it.
  static final Codec<Layer> CODEC =
      new Codec<>(
          value -> {
            if (value instanceof Map<?, ?> object) {
              return Layers.readInner(object);
            }
            throw new IllegalArgumentException("expected a layer, got " + value);
          },
          Layers::writeInner);

  /// Several layers, as Keras writes them.
  static final Codec<List<Layer>> SEVERAL = Codec.listOf(CODEC);

  private InnerLayer() {}
}

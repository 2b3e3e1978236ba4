package io.gradus.nn.layer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How layers inside other layers stand in configurations: `{"class_name": …, "config": {…}}`, as
/// of layers of their own.
final class InnerLayers {
  private InnerLayers() {}

  /// {@return the layer that a configuration holds}
  ///
  /// @param expected what the layer must be, in words
  /// @throws IllegalArgumentException if it is something else
  static <L extends Layer> L read(Class<L> type, String expected, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException("expected %s, got %s".formatted(expected, value));
    }
    Layer layer = Layers.readInner(object);
    if (!type.isInstance(layer)) {
      throw new IllegalArgumentException("expected %s, got %s".formatted(expected, layer));
    }
    return type.cast(layer);
  }

  /// {@return the layer as Keras writes it}
  static Map<String, @Nullable Object> write(Layer layer) {
    return Layers.writeInner(layer);
  }
}

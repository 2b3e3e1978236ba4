package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import java.util.List;

/// Offers layers of Keras that are in a module of their own, so that configurations can name them;
/// found with `ServiceLoader`.
public interface LayerProvider {
  /// {@return the schemas of the layers}
  List<Schema<? extends Layer>> schemas();
}

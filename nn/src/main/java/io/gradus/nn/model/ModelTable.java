package io.gradus.nn.model;

import io.gradus.nn.config.Schema;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.LayerProvider;
import io.gradus.nn.layer.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The layers and models that a configuration can name.
public final class ModelTable {
  /// All layers and models by Keras' names.
  public static final SchemaTable<Layer> TABLE =
      Layers.TABLE
          .with(provided())
          .with(Sequential.SCHEMA, "keras")
          .with(Functional.SCHEMA, "keras.src.models.functional");

  private ModelTable() {}

  private static List<Schema<? extends Layer>> provided() {
    List<Schema<? extends Layer>> schemas = new ArrayList<>();
    ServiceLoader.load(LayerProvider.class, LayerProvider.class.getClassLoader())
        .forEach(provider -> schemas.addAll(provider.schemas()));
    return schemas;
  }

  /// {@return the layer or model that Keras writes as `{"class_name": …, "config": {…}}`}
  public static Layer read(Map<?, ?> object) {
    return Layers.read(TABLE, object);
  }

  /// {@return the layer or model as Keras writes it}
  public static Map<String, @Nullable Object> write(Layer layer) {
    return Layers.write(TABLE, layer);
  }
}

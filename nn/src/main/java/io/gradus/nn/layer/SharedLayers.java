package io.gradus.nn.layer;

import io.gradus.nn.config.KerasModule;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.config.UnsupportedConfigException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The layers of one configuration that is being read or written. A layer that is in several
/// places, inside wrappers or models, has a `shared_object_id` in each, by which it becomes one
/// object again.
final class SharedLayers {
  private static final String ID = "shared_object_id";

  private final SchemaTable<Layer> table;
  private final Map<Object, Layer> read = new HashMap<>();
  private final Map<Layer, Map<String, @Nullable Object>> written = new IdentityHashMap<>();
  private long ids;

  /// @param table where classes are looked up
  SharedLayers(SchemaTable<Layer> table) {
    this.table = table;
  }

  /// {@return the layer that a configuration describes; that of an earlier one with the same id}
  Layer read(Map<?, ?> object) {
    if (KerasModule.isOfOperations(object.get("module"))) {
      throw new UnsupportedConfigException(
          "operation %s stands for a layer, which it is not".formatted(object.get("class_name")));
    }
    Object id = object.get(ID);
    Layer known = id == null ? null : read.get(id);
    if (known != null) {
      return known;
    }
    Layer layer = Restoring.layer(() -> table.read(object));
    if (id != null) {
      read.put(id, layer);
    }
    return layer;
  }

  /// {@return the layer as Keras writes it, with an id if it was written before}
  Map<String, @Nullable Object> write(Layer layer) {
    Map<String, @Nullable Object> object = table.write(layer);
    Map<String, @Nullable Object> shapes = layer.buildConfig();
    if (shapes != null) {
      object.put(BuildConfig.KEY, shapes);
    }
    if (layer.hasCompileConfig()) {
      object.put("compile_config", new LinkedHashMap<>());
    }
    Map<String, @Nullable Object> first = written.putIfAbsent(layer, object);
    if (first != null) {
      Object id = first.computeIfAbsent(ID, _ -> ++ids);
      object.put(ID, id);
    }
    return object;
  }
}

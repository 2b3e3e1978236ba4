package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a file holds, without building a model: what `gradus inspect` shows.
///
/// @param format what kind of file it is
/// @param metadata what the file says about itself, by name
/// @param layers the layers with their classes, inner ones with the names of those around them:
///   `encoder/dense: Dense`
/// @param compiled optimizer, loss and metrics, as far as the file says
/// @param arrays the arrays by name, each with type and shape
/// @param unknown what does not map: classes that the table has not, arrays that no tensor can be
public record Inspection(
    String format,
    Map<String, String> metadata,
    Map<String, String> layers,
    Map<String, String> compiled,
    Map<String, String> arrays,
    List<String> unknown) {

  /// {@return what is in a file: `.keras`, `.weights.h5` and other HDF5 files, safetensors, `.npz`
  /// or `.npy`}
  ///
  /// @param table the layers and models that are known
  /// @throws ModelFormatException if the file is none of these, or is damaged
  public static Inspection of(Path file, SchemaTable<Layer> table) throws IOException {
    Inspection found =
        new Inspection(
            "",
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>());
    String name = file.toString();
    if (name.endsWith(".npz")) {
      Npz.read(file).forEach((key, array) -> found.arrays.put(key, array.type().toString()));
      return found.of("NumPy arrays (.npz)");
    }
    if (name.endsWith(".npy")) {
      Tensor array = Npy.read(file);
      found.arrays.put("array", array.type().toString());
      return found.of("NumPy array (.npy)");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Bytes bytes = Bytes.of(file, channel);
      if (name.endsWith(".safetensors")) {
        Map<String, TensorType> types = Safetensors.types(bytes, found.metadata);
        types.forEach((key, type) -> found.arrays.put(key, type.toString()));
        return found.of("safetensors");
      }
      if (ZipArchive.isArchive(bytes)) {
        return found.archive(ZipArchive.open(bytes), table).of("Keras model (.keras)");
      }
      Hdf5File weights = Hdf5File.open(bytes);
      found.arrays(weights);
      if (!LegacyModel.isLegacy(weights)) {
        return found.of("Keras weights (.weights.h5)");
      }
      LegacyModel model = new LegacyModel(bytes, weights);
      ModelConfig config = model.config("model_config");
      if (config != null) {
        found.layers("", config.object(), table);
      }
      ModelConfig training = model.config("training_config");
      if (training != null) {
        found.compiled(LegacyModel.compiled(training).object().get("compile_config"));
      }
      return found.of("Keras model of an earlier format (.h5)");
    }
  }

  private Inspection of(String kind) {
    return new Inspection(kind, metadata, layers, compiled, arrays, unknown);
  }

  private Inspection archive(ZipArchive archive, SchemaTable<Layer> table) throws IOException {
    KerasArchive model = new KerasArchive(archive);
    Bytes about = archive.find(KerasArchive.METADATA);
    if (about != null) {
      Json.read(about).forEach((key, value) -> metadata.put(key, String.valueOf(value)));
    }
    Map<String, @Nullable Object> config = model.config().object();
    layers("", config, table);
    compiled(config.get("compile_config"));
    arrays(Hdf5File.open(archive.get(KerasArchive.WEIGHTS)));
    for (String name : archive.names()) {
      if (!List.of(KerasArchive.METADATA, KerasArchive.CONFIG, KerasArchive.WEIGHTS).contains(name)
          && !Vocabularies.isVocabulary(name)) {
        unknown.add("entry " + name);
      }
    }
    return this;
  }

  private void arrays(Hdf5File file) throws IOException {
    file.datasets()
        .forEach((path, dataset) -> {
          try {
            arrays.put(path, dataset.type().toString());
          } catch (IOException e) {
            unknown.add(String.valueOf(e.getMessage()));
          }
        });
  }

  private void layers(String path, Map<?, ?> object, SchemaTable<Layer> table) {
    String className = String.valueOf(object.get("class_name"));
    if (!(object.get("config") instanceof Map<?, ?> config)) {
      unknown.add("%s: no config".formatted(className));
      return;
    }
    String name = String.valueOf(config.get("name"));
    String full = path.isEmpty() ? name : path + "/" + name;
    layers.put(full, className);
    if (!table.names().contains(className)) {
      unknown.add("layer %s of class %s".formatted(full, className));
    }
    for (String key : List.of("layers", "layer", "cell", "backward_layer", "cells")) {
      Object inner = config.get(key);
      for (Object each :
          inner instanceof List<?> several ? several : List.of(inner == null ? 0 : inner)) {
        if (each instanceof Map<?, ?> layer && layer.containsKey("class_name")) {
          layers(full, layer, table);
        }
      }
    }
  }

  private void compiled(@Nullable Object config) {
    if (config instanceof Map<?, ?> given && !given.isEmpty()) {
      part("optimizer", given.get("optimizer"), Optimizers.TABLE);
      part("loss", given.get("loss"), Losses.TABLE);
      part("metrics", given.get("metrics"), Metrics.TABLE);
      part("weighted metrics", given.get("weighted_metrics"), Metrics.TABLE);
    }
  }

  private void part(String kind, @Nullable Object given, SchemaTable<?> table) {
    List<String> names = new ArrayList<>();
    collect(kind, given, table, names);
    if (!names.isEmpty()) {
      compiled.put(kind, String.join(", ", names));
    }
  }

  private void collect(
      String kind, @Nullable Object given, SchemaTable<?> table, List<String> names) {
    switch (given) {
      case null -> {
        // Nothing was given.
      }
      case String name -> names.add(name);
      case List<?> list -> list.forEach(each -> collect(kind, each, table, names));
      case Map<?, ?> object when object.get("class_name") instanceof String className -> {
        names.add(className);
        if (!table.names().contains(className)) {
          unknown.add("%s of class %s".formatted(kind, className));
        }
      }
      case Map<?, ?> named -> named.values().forEach(each -> collect(kind, each, table, names));
      default -> unknown.add("%s %s".formatted(kind, given));
    }
  }
}

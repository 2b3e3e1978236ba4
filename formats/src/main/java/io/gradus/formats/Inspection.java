package io.gradus.formats;

import io.gradus.formats.hdf5.Dataset;
import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
import io.gradus.formats.legacy.Writer;
import io.gradus.nn.config.KerasModule;
import io.gradus.nn.config.SchemaTable;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.operation.OperationClasses;
import io.gradus.nn.optimizer.Optimizers;
import java.io.IOException;
import java.nio.file.Path;
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
/// @param unknown what does not map: classes that are not known here, arrays that no tensor can be
public record Inspection(
    String format,
    Map<String, String> metadata,
    Map<String, String> layers,
    Map<String, String> compiled,
    Map<String, String> arrays,
    List<String> unknown) {
  // The share of the memory that weights may take to look whether they fit: a quarter, in floats.
  private static final long SHARE = 16;

  /// {@return what is in a file: `.keras`, `.weights.h5`, `.weights.json` and other HDF5 files,
  /// architectures in JSON and YAML, safetensors, `.npz` or `.npy`. What cannot be read is among
  /// what is unknown, with the reason, and keeps nothing else from being listed}
  ///
  /// @throws ModelFormatException if the file is none of these, or is damaged
  public static Inspection of(Path file) throws IOException {
    if (ModelFolder.is(file)) {
      return ModelFolder.read(file, folder -> empty().container(folder).of("Keras model (folder)"));
    }
    Models.checkIsFile(file);
    return Bytes.read(file, bytes -> of(bytes));
  }

  static Inspection of(Bytes bytes) throws IOException {
    return empty().read(bytes);
  }

  private static Inspection empty() {
    return new Inspection(
        "",
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new ArrayList<>());
  }

  private Inspection read(Bytes bytes) throws IOException {
    if (ZipArchive.isArchive(bytes)) {
      ZipArchive archive = ZipArchive.open(bytes);
      if (archive.has(KerasArchive.CONFIG)) {
        return container(archive).of("Keras model (.keras)");
      }
      list(Npz.entries(bytes));
      if (arrays.isEmpty() && !bytes.file().toString().endsWith(".npz")) {
        throw KerasArchive.noModel(archive);
      }
      return of("NumPy arrays (.npz)");
    }
    if (FileSignature.isHdf5(bytes)) {
      return hdf5(bytes);
    }
    if (FileSignature.isNpy(bytes)) {
      try {
        arrays.put("array", Npy.header(Source.of(bytes)).type().toString());
      } catch (ModelFormatException e) {
        unknown.add("array: " + e.problem());
      }
      return of("NumPy array (.npy)");
    }
    if (FileSignature.isSafetensors(bytes)) {
      metadata.putAll(Safetensors.metadata(bytes));
      list(Safetensors.entries(bytes));
      return of("safetensors");
    }
    if (FileSignature.isJson(bytes)) {
      return json(bytes, Json.read(bytes));
    }
    if (FileSignature.isYaml(bytes)) {
      Map<String, @Nullable Object> object = Yaml.read(bytes);
      ModelConfig config = new ModelConfig(bytes, object);
      part("architecture", () -> model(config, Architectures.writer(object)));
      return of("Keras architecture (.yaml), read with Models.fromYaml");
    }
    throw FileSignature.refusal(bytes, "no file of models or arrays");
  }

  private Inspection of(String kind) {
    NumberedNames.sort(arrays);
    return new Inspection(
        kind,
        shown(metadata),
        shown(layers),
        shown(compiled),
        shown(arrays),
        unknown.stream().map(Shown::of).toList());
  }

  // Names that are alike but for what is cut stay as long as they are.
  private static Map<String, String> shown(Map<String, String> texts) {
    Map<String, String> shown = new LinkedHashMap<>();
    texts.forEach((name, text) -> {
      String cut = Shown.of(name);
      shown.put(shown.containsKey(cut) ? Shown.escaped(name) : cut, Shown.of(text));
    });
    return shown;
  }

  private void list(List<ArrayInfo> infos) {
    for (ArrayInfo info : infos) {
      if (info.isReadable()) {
        arrays.put(info.name(), String.valueOf(info.type()));
      } else {
        unknown.add("entry " + info);
      }
    }
  }

  private Inspection hdf5(Bytes bytes) throws IOException {
    Hdf5File weights = Hdf5File.open(bytes);
    arrays(weights);
    if (!LegacyModel.isLegacy(weights)) {
      boolean keras = weights.find("layers") != null || weights.find("vars") != null;
      return of(keras ? "Keras weights (.weights.h5)" : "HDF5");
    }
    part(
        "model_config",
        () -> {
          LegacyModel model = new LegacyModel(bytes, weights);
          ModelConfig config = model.config("model_config");
          if (config != null) {
            model(config, model.writer(config.object(), LoadOptions.DEFAULT));
          }
        });
    part(
        "training_config",
        () -> {
          ModelConfig training = new LegacyModel(bytes, weights).config("training_config");
          if (training != null) {
            compiled(LegacyModel.compiled(training).object().get("compile_config"));
          }
        });
    return of("Keras model of an earlier format (.h5)");
  }

  private Inspection json(Bytes bytes, Map<String, @Nullable Object> object) throws IOException {
    if (object.containsKey("class_name")) {
      ModelConfig config = new ModelConfig(bytes, object);
      part("architecture", () -> model(config, Architectures.writer(object)));
      return of("Keras architecture (.json), read with Models.fromJson");
    }
    if (ShardedWeights.isIndex(object)) {
      try (ShardedWeights weights = ShardedWeights.open(bytes)) {
        for (Map.Entry<String, Hdf5File> shard : weights.shards().entrySet()) {
          part(shard.getKey(), () -> arrays(shard.getValue()));
        }
        metadata.put("shards", String.join(", ", weights.shards().keySet()));
      }
      return of("Keras weights in several files (.weights.json)");
    }
    throw bytes.wrong(0, "JSON of neither an architecture nor sharded weights");
  }

  // Listed are the names in the file; known is what they become today.
  private void model(ModelConfig config, Writer writer) throws IOException {
    int before = unknown.size();
    layers("", config.object());
    if (!writer.isCurrent()) {
      unknown.subList(before, unknown.size()).clear();
      Inspection today = empty();
      today.layers("", config.upgraded(writer, List.of()).object());
      unknown.addAll(today.unknown);
    }
  }

  /// Reads a part of a file.
  @FunctionalInterface
  private interface Part {
    void read() throws IOException;
  }

  private void part(String name, Part part) {
    try {
      part.read();
    } catch (IOException e) {
      unknown.add("%s: %s".formatted(name, ModelFormatException.problem(e)));
    }
  }

  private Inspection container(Container archive) throws IOException {
    part(
        KerasArchive.METADATA,
        () -> {
          Bytes about = archive.findText(KerasArchive.METADATA);
          if (about != null) {
            Json.read(about).forEach((key, value) -> metadata.put(key, String.valueOf(value)));
          }
        });
    part(
        KerasArchive.CONFIG,
        () -> {
          Map<String, @Nullable Object> config = Json.read(archive.text(KerasArchive.CONFIG));
          layers("", config);
          compiled(config.get("compile_config"));
        });
    part(
        KerasArchive.WEIGHTS, () -> arrays(Hdf5File.open(archive.unchecked(KerasArchive.WEIGHTS))));
    for (String name : archive.names()) {
      if (!List.of(KerasArchive.METADATA, KerasArchive.CONFIG, KerasArchive.WEIGHTS).contains(name)
          && !Vocabularies.isVocabulary(name)
          && !name.equals("assets/")) {
        unknown.add("entry " + name);
      }
    }
    if (unknown.isEmpty()) {
      // All is known by name; whether it fits shows when the model is built.
      long most = Runtime.getRuntime().maxMemory() / SHARE;
      part(
          "the model",
          () -> {
            KerasArchive model =
                switch (archive) {
                  case ModelFolder folder -> new KerasArchive(folder);
                  case ZipArchive zip -> new KerasArchive(zip);
                };
            model.check(LoadOptions.DEFAULT, most);
          });
    }
    return this;
  }

  private void arrays(Hdf5File file) throws IOException {
    file.walk(
        new Hdf5File.Visitor() {
          @Override
          public void visit(Hdf5Object object) {
            if (object.isDataset()) {
              dataset(object);
            } else if (!object.isGroup()) {
              unknown.add("%s: a named type".formatted(object.path()));
            }
          }

          @Override
          public void link(String path, String target) {
            unknown.add("%s: %s".formatted(path, target));
          }

          @Override
          public void unreadable(String path, IOException problem) {
            unknown.add("%s: %s".formatted(path, ModelFormatException.problem(problem)));
          }
        });
  }

  private void dataset(Hdf5Object object) {
    String path = object.path();
    try {
      Dataset dataset = object.dataset();
      String obstacle = dataset.obstacle();
      if (obstacle != null) {
        unknown.add("%s: %s".formatted(path, obstacle));
      } else {
        arrays.put(path, dataset.isText() ? "text" + dataset.shape() : dataset.type().toString());
      }
    } catch (IOException e) {
      String problem = ModelFormatException.problem(e);
      unknown.add(problem.startsWith(path + ": ") ? problem : path + ": " + problem);
    }
  }

  private void layers(String path, Map<?, ?> object) {
    String className = String.valueOf(object.get("class_name"));
    if (object.get("config") instanceof List<?> parts) {
      // Keras 1 and the first versions of 2 have the layers of a Sequential here.
      String full = path.isEmpty() ? className : path + "/" + className;
      layers.put(full, className);
      inner(full, parts);
      return;
    }
    if (!(object.get("config") instanceof Map<?, ?> config)) {
      unknown.add("%s: no config".formatted(className));
      return;
    }
    Object name = config.get("name") == null ? object.get("name") : config.get("name");
    String full = path.isEmpty() ? String.valueOf(name) : path + "/" + name;
    layers.put(full, className);
    if (!isKnown(object)) {
      Object registered = object.get("registered_name");
      String as =
          registered == null || registered.equals(className)
              ? ""
              : " (registered as %s)".formatted(registered);
      unknown.add("layer %s of class %s%s".formatted(full, className, as));
    }
    for (String key : List.of("layers", "layer", "cell", "backward_layer", "cells")) {
      Object inner = config.get(key);
      inner(full, inner instanceof List<?> several ? several : List.of(inner == null ? 0 : inner));
    }
  }

  private void inner(String path, List<?> parts) {
    for (Object each : parts) {
      if (each instanceof Map<?, ?> layer && layer.containsKey("class_name")) {
        layers(path, layer);
      }
    }
  }

  /// {@return whether a layer, or an operation between layers, is known}
  private static boolean isKnown(Map<?, ?> object) {
    if (!KerasModule.isOfOperations(object.get("module"))) {
      return ModelTable.TABLE.has(object);
    }
    try {
      OperationClasses.of(
          String.valueOf(object.get("module")), String.valueOf(object.get("class_name")));
      return true;
    } catch (UnsupportedConfigException _) {
      return false;
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
        if (!table.has(object)) {
          unknown.add("%s of class %s".formatted(kind, className));
        }
      }
      case Map<?, ?> named -> named.values().forEach(each -> collect(kind, each, table, names));
      default -> unknown.add("%s %s".formatted(kind, given));
    }
  }
}

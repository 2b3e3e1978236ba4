package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Writer;
import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.config.Limits;
import io.gradus.nn.layer.Restoring;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ProgressBar;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.preprocessing.TextEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Keras' files as functions: what [Model#save] and [Model#load] do, and beyond these architectures
/// in JSON and YAML, weights in several files, layers that take texts.
public final class Models {
  private Models() {}

  /// Writes a model to a file that ends in `.keras`, as a whole or not at all: configuration,
  /// weights, and if it is compiled, how, with the optimizer's state.
  ///
  /// @throws IllegalStateException if the model is not built
  /// @throws IllegalArgumentException if the model has parts without a configuration, or the file
  ///   has another ending, by which Keras would not know it
  public static void save(Model model, Path file) throws IOException {
    check("save", model, file, ".keras");
    AtomicFile.write(file, out -> KerasArchive.write(out, model));
  }

  /// Writes the weights of a model to a file that ends in `.weights.h5`, as a whole or not at all.
  ///
  /// @throws IllegalStateException if the model is not built
  /// @throws IllegalArgumentException if the file has another ending, by which Keras would not know
  ///   it
  public static void saveWeights(Model model, Path file) throws IOException {
    check("saveWeights", model, file, ".weights.h5");
    BoundOptimizer optimizer =
        CompileConfig.isSaved(model.compilation()) ? model.optimizer() : null;
    Hdf5Writer weights = WeightWriter.write(model, optimizer);
    ProgressBar bar = ToldStream.bar(weights.length());
    AtomicFile.write(file, to -> weights.writeTo(new ToldStream(to, bar)));
    bar.end(Map::of);
  }

  /// Writes the weights of a model in several files, for models whose weights are too large for
  /// one: an index that ends in `.weights.json`, and beside it `NAME_00000.weights.h5`,
  /// `NAME_00001.weights.h5`, and so on, as Keras does with `max_shard_size`. All are written
  /// before the first gets its name.
  ///
  /// @param maxShardSize how many GiB the arrays of one file may take
  /// @throws IllegalStateException if the model is not built
  /// @throws IllegalArgumentException if the file has another ending, or one array takes more than
  ///   a file may
  public static void saveWeights(Model model, Path file, double maxShardSize) throws IOException {
    check("saveWeights", model, file, ShardedWeights.ENDING);
    Limits.above("saveWeights", "maxShardSize", maxShardSize, 0);
    BoundOptimizer optimizer =
        CompileConfig.isSaved(model.compilation()) ? model.optimizer() : null;
    ShardedWeights.write(file, model, optimizer, maxShardSize);
  }

  private static void check(String operation, Model model, Path file, String ending) {
    if (!model.isBuilt()) {
      throw new IllegalStateException(operation + ": the model must be built first; call build()");
    }
    checkEnding(operation, file, ending);
  }

  /// Checks that the name of a file has the ending by which Keras knows what is in it.
  static void checkEnding(String operation, Path file, String ending) {
    if (!file.toString().endsWith(ending)) {
      throw new IllegalArgumentException(
          "%s: the name must end in %s; got %s".formatted(operation, ending, file));
    }
  }

  /// {@return the model in a file, as [Model#load(Path)] gives it}
  ///
  /// @throws ModelFormatException if the file holds no model that is known here
  public static Model load(Path file) throws IOException {
    return load(file, LoadOptions.DEFAULT);
  }

  /// {@return the model in a `.keras` file, or in the `.h5` files of earlier versions}
  ///
  /// @throws ModelFormatException if the file holds no model that the options know
  public static Model load(Path file, LoadOptions options) throws IOException {
    return Restoring.timed(options.limits(), () -> loadTimed(file, options));
  }

  private static Model loadTimed(Path file, LoadOptions options) throws IOException {
    if (ModelFolder.is(file)) {
      return ModelFolder.read(file, folder -> new KerasArchive(folder).model(options));
    }
    checkIsFile(file);
    return Bytes.read(file, bytes -> load(bytes, options));
  }

  /// {@return the layer of a model in a `.keras` file that takes texts, such as a
  /// `TextVectorization`, unbuilt, with the vocabulary it learned. No model here has such layers
  /// inside, since no tensor holds texts}
  ///
  /// @param name the layer's name
  /// @throws ModelFormatException if the file has no layer of this name that takes texts
  public static TextEncoder loadTextEncoder(Path file, String name) throws IOException {
    if (ModelFolder.is(file)) {
      return ModelFolder.read(
          file, folder -> new KerasArchive(folder).encoder(name, LoadOptions.DEFAULT));
    }
    checkIsFile(file);
    return Bytes.read(
        file, bytes -> new KerasArchive(ZipArchive.open(bytes)).encoder(name, LoadOptions.DEFAULT));
  }

  static Model load(Bytes bytes, LoadOptions options) throws IOException {
    if (ZipArchive.isArchive(bytes)) {
      return new KerasArchive(ZipArchive.open(bytes)).model(options);
    }
    Hdf5File file = hdf5(bytes);
    if (!file.root().attributes().containsKey(LegacyModel.CONFIG)) {
      throw bytes.wrong(
          0, "weights without a model; build the model, then model.loadWeights(file)");
    }
    return new LegacyModel(bytes, file).model(options);
  }

  private static Hdf5File hdf5(Bytes bytes) throws IOException {
    if (!FileSignature.isHdf5(bytes)) {
      throw FileSignature.refusal(bytes, "neither a zip (.keras) nor HDF5");
    }
    return Hdf5File.open(bytes);
  }

  /// Checks that a path is no folder.
  ///
  /// @throws ModelFormatException if it is one, saying of what
  static void checkIsFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      String what =
          Files.exists(file.resolve("saved_model.pb"))
              ? "a TensorFlow SavedModel; save the model as .keras or .h5 with the Keras that made"
                  + " it"
              : "a folder, not a file";
      throw new ModelFormatException(file, null, 0, what);
    }
  }

  /// Gives a model the weights in a file, as [Model#loadWeights(Path)] does. It must be built.
  ///
  /// @throws ModelFormatException if the file has not the weights of such a model
  public static void loadWeights(Model model, Path file) throws IOException {
    loadWeights(model, file, LoadOptions.DEFAULT);
  }

  /// Gives a model the weights in a file, read as the options say.
  ///
  /// @throws ModelFormatException if the file has not the weights of such a model
  public static void loadWeights(Model model, Path file, LoadOptions options) throws IOException {
    model.checkUnused("loadWeights");
    if (!model.isBuilt()) {
      throw new IllegalStateException("loadWeights: the model must be built first; call build()");
    }
    Restoring.timed(
        options.limits(),
        () -> {
          loadWeightsTimed(model, file, options);
          return model;
        });
  }

  private static void loadWeightsTimed(Model model, Path file, LoadOptions options)
      throws IOException {
    if (ModelFolder.is(file)) {
      ModelFolder.read(
          file,
          folder -> {
            new KerasArchive(folder).weights().read(model);
            return folder;
          });
      return;
    }
    checkIsFile(file);
    Bytes.read(
        file,
        bytes -> {
          loadWeights(model, bytes, options);
          return bytes;
        });
  }

  static void loadWeights(Model model, Bytes bytes, LoadOptions options) throws IOException {
    if (ZipArchive.isArchive(bytes)) {
      new KerasArchive(ZipArchive.open(bytes)).weights().read(model);
      return;
    }
    if (FileSignature.isJson(bytes)) {
      try (ShardedWeights shards = ShardedWeights.open(bytes)) {
        shards.reader().read(model);
      }
      return;
    }
    Hdf5File weights = hdf5(bytes);
    if (LegacyModel.isLegacy(weights)) {
      new LegacyModel(bytes, weights).readWeights(model, options);
    } else {
      new WeightReader(weights).read(model);
    }
  }

  /// {@return the model of an architecture in JSON, as `to_json` of any version of Keras gives it,
  /// with first weights; built if the architecture says what the model is given, and compiled as
  /// Keras 3 says}
  ///
  /// @throws ModelFormatException if it is of no model that is known here, or of one with more
  ///   weights than this program's memory takes
  public static Model fromJson(String architecture) throws IOException {
    return fromJson(architecture, LoadOptions.DEFAULT);
  }

  /// {@return the model of an architecture in JSON, as [#fromJson(String)]}
  ///
  /// @throws ModelFormatException if it is of no model that the options know
  public static Model fromJson(String architecture, LoadOptions options) throws IOException {
    Bytes text = text("architecture", architecture);
    return Restoring.timed(
        options.limits(),
        () -> Bytes.guarded(text.file(), () -> Architectures.json(text, options)));
  }

  /// {@return the model of an architecture in a file of JSON, as [#fromJson(String)]}
  ///
  /// @throws ModelFormatException if it is of no model that is known here
  public static Model fromJson(Path file) throws IOException {
    return fromJson(file, LoadOptions.DEFAULT);
  }

  /// {@return the model of an architecture in a file of JSON, as [#fromJson(String)]}
  ///
  /// @throws ModelFormatException if it is of no model that the options know
  public static Model fromJson(Path file, LoadOptions options) throws IOException {
    return Restoring.timed(
        options.limits(), () -> Bytes.read(file, bytes -> Architectures.json(bytes, options)));
  }

  /// {@return the model of an architecture in YAML, as `to_yaml` of Keras 1 and 2 gave it, with
  /// first weights; built if the architecture says what the model is given}
  ///
  /// @throws ModelFormatException if it is of no model that is known here
  public static Model fromYaml(String architecture) throws IOException {
    Bytes text = text("architecture", architecture);
    return Bytes.guarded(text.file(), () -> Architectures.yaml(text, LoadOptions.DEFAULT));
  }

  /// {@return the model of an architecture in a file of YAML, as [#fromYaml(String)]}
  ///
  /// @throws ModelFormatException if it is of no model that is known here
  public static Model fromYaml(Path file) throws IOException {
    return fromYaml(file, LoadOptions.DEFAULT);
  }

  /// {@return the model of an architecture in a file of YAML, as [#fromYaml(String)]}
  ///
  /// @throws ModelFormatException if it is of no model that the options know
  public static Model fromYaml(Path file, LoadOptions options) throws IOException {
    return Bytes.read(file, bytes -> Architectures.yaml(bytes, options));
  }

  private static Bytes text(String name, String content) {
    return Bytes.of(Path.of(name), null, content.getBytes(StandardCharsets.UTF_8));
  }

  /// {@return the architecture of a model in JSON, as `to_json` of Keras 3 gives it: layers, how
  /// they are called, and what the model is compiled with, without weights}
  ///
  /// @throws IllegalArgumentException if the model has parts without a configuration
  public static String toJson(Model model) {
    return Json.write(ModelConfig.write(model));
  }
}

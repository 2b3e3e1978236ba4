package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Writer;
import io.gradus.formats.legacy.Writer;
import io.gradus.nn.config.AtomicFile;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ProgressBar;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.preprocessing.TextEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A `.keras` file, or a folder with the same in it: a zip of `metadata.json`, `config.json` and
/// `model.weights.h5`, and the assets of layers, see [Vocabularies].
final class KerasArchive {
  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";

  // NumPy's arrays of dictionaries.
  private static final String PICKLES = "model.weights.npz";
  // The version whose layout this is.
  private static final String KERAS = "3.16.0";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Container archive;

  /// The model in an archive.
  ///
  /// @throws ModelFormatException if an entry's name leads out of it
  KerasArchive(ZipArchive archive) throws IOException {
    archive.checkNames();
    if (!archive.has(CONFIG)) {
      throw noModel(archive);
    }
    checkWeights(archive);
    this.archive = archive;
  }

  /// The model in a folder.
  KerasArchive(ModelFolder folder) throws IOException {
    checkWeights(folder);
    this.archive = folder;
  }

  private static void checkWeights(Container archive) throws IOException {
    if (!archive.has(WEIGHTS) && archive.has(PICKLES)) {
      throw archive.wrong(
          PICKLES,
          "pickled Python objects, which are never unpickled; save the model again with Keras,"
              + " which writes %s".formatted(WEIGHTS));
    }
  }

  /// {@return the error for a zip that is no model, saying what it looks like}
  static ModelFormatException noModel(ZipArchive archive) {
    String look = "";
    for (String name : archive.names()) {
      if (name.endsWith("/" + CONFIG)) {
        look = "; %s is in a folder: zip what is in that".formatted(name);
      } else if (name.endsWith("data.pkl")) {
        look = "; it looks like a model of PyTorch, whose pickles are never unpickled";
      } else if (name.endsWith("saved_model.pb")) {
        look = "; it looks like a TensorFlow SavedModel";
      } else if (name.endsWith(".npy")) {
        look = "; it looks like NumPy arrays: Npz.read";
      } else if (name.endsWith(".keras") || name.endsWith(".h5")) {
        look = "; unpack %s first".formatted(name);
      }
      if (!look.isEmpty()) {
        break;
      }
    }
    return archive.wrong("a zip without %s, so no Keras model%s".formatted(CONFIG, look));
  }

  /// Writes a model, compiled or not.
  static void write(OutputStream out, Model model) throws IOException {
    BoundOptimizer optimizer =
        CompileConfig.isSaved(model.compilation()) ? model.optimizer() : null;
    Hdf5Writer weights = WeightWriter.write(model, optimizer);
    String config = Json.write(ModelConfig.write(model));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("keras_version", KERAS);
    metadata.put("date_saved", DATE.format(LocalDateTime.now(ZoneId.systemDefault())));
    ZipOutputStream zip = new ZipOutputStream(out);
    entry(zip, METADATA, to -> to.write(Json.write(metadata).getBytes(StandardCharsets.UTF_8)));
    entry(zip, CONFIG, to -> to.write(config.getBytes(StandardCharsets.UTF_8)));
    // Twice: for the checksum, which comes first, and into the file.
    ProgressBar bar = ToldStream.bar(2 * weights.length());
    entry(zip, WEIGHTS, to -> weights.writeTo(new ToldStream(to, bar)));
    bar.end(Map::of);
    zip.finish();
  }

  /// Writes an entry as it is, so that its parts can be read in place.
  private static void entry(ZipOutputStream zip, String name, AtomicFile.Content content)
      throws IOException {
    CRC32 sum = new CRC32();
    Counter counter = new Counter();
    content.writeTo(new CheckedOutputStream(counter, sum));
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(NO_TIME);
    entry.setSize(counter.count);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  private static final class Counter extends OutputStream {
    private long count;

    @Override
    public void write(int value) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }

  /// {@return the weights}
  WeightReader weights() throws IOException {
    return new WeightReader(Hdf5File.open(archive.get(WEIGHTS)));
  }

  /// {@return the description of the model}
  ModelConfig config() throws IOException {
    Bytes config = archive.text(CONFIG);
    return new ModelConfig(config, Json.read(config));
  }

  /// {@return the layer of the model that takes texts and has this name, with its vocabulary}
  TextEncoder encoder(String name, LoadOptions options) throws IOException {
    return Vocabularies.into(config(), archive, weights()).encoder(name, options);
  }

  /// Looks whether the model can be loaded, without reading its weights or what it was compiled
  /// with.
  ///
  /// @param most how many elements its weights may have for that
  /// @throws ModelFormatException if it cannot
  void check(LoadOptions options, long most) throws IOException {
    WeightReader weights = weights();
    if (weights.elements() <= most) {
      ModelConfig written = Vocabularies.into(config(), archive, weights);
      ModelConfig config = written.upgraded(writer(written), List.of());
      weights.check(config.build(options, weights.elements(), weights.bytes()));
    }
  }

  /// {@return the model}
  Model model(LoadOptions options) throws IOException {
    ModelConfig described = config();
    WeightReader weights = weights();
    ModelConfig written = Vocabularies.into(described, archive, weights);
    Writer writer = writer(written);
    ModelConfig config = written.upgraded(writer, List.of());
    Model model = config.build(options, weights.elements(), weights.bytes());
    weights.read(model);
    ModelConfig.settle(model);
    if (options.compile()
        && config.trainingUpgraded(writer, model).compile(model, ModelConfig.COMPILED, options)
        && weights.hasOptimizer()) {
      weights.readOptimizer(model, writer, archive.file());
    }
    return model;
  }

  /// {@return who wrote the model: tf.keras from 2.12 on, or Keras 3}
  Writer writer(ModelConfig config) throws IOException {
    Bytes about = archive.findText(METADATA);
    Object version = about == null ? null : Json.read(about).get("keras_version");
    return version instanceof String text ? Writer.of(text, null, config.object()) : Writer.KERAS_3;
  }
}

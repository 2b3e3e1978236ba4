package io.gradus.formats;

import io.gradus.nn.model.Model;
import java.io.IOException;

/// A `.keras` file: a zip of `metadata.json`, `config.json` and `model.weights.h5`.
final class KerasArchive {
  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";

  private final ZipArchive archive;

  KerasArchive(ZipArchive archive) {
    this.archive = archive;
  }

  /// {@return the weights}
  WeightReader weights() throws IOException {
    return new WeightReader(Hdf5File.open(archive.get(WEIGHTS)));
  }

  /// {@return the description of the model}
  ModelConfig config() throws IOException {
    Bytes config = archive.get(CONFIG);
    return new ModelConfig(config, Json.read(config));
  }

  /// {@return the model}
  Model model(LoadOptions options) throws IOException {
    WeightReader weights = weights();
    ModelConfig config = config();
    Model model = config.build(options, weights.elements());
    weights.read(model);
    if (options.compile() && config.compile(model, "compile_config") && weights.hasOptimizer()) {
      weights.readOptimizer(model.optimizer().variables());
    }
    return model;
  }
}

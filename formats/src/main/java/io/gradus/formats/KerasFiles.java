package io.gradus.formats;

import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelFiles;
import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The files that [Model#save] and callbacks write: those of Keras, and `.npz` for tensors.
public final class KerasFiles implements ModelFiles {
  /// The files; found with `ServiceLoader`.
  public KerasFiles() {}

  @Override
  public List<String> check(Model model, Path file) {
    Models.checkEnding("save", file, ".keras");
    ModelConfig.write(model);
    return CompileConfig.unsaved(model.compilation());
  }

  @Override
  public void write(Model model, Path file) throws IOException {
    Models.save(model, file);
  }

  @Override
  public void writeWeights(Model model, Path file) throws IOException {
    Models.saveWeights(model, file);
  }

  @Override
  public Model read(Path file, LoadOptions options) throws IOException {
    return Models.load(file, options);
  }

  @Override
  public void readWeights(Model model, Path file, LoadOptions options) throws IOException {
    Models.loadWeights(model, file, options);
  }

  @Override
  public void writeTensors(Path file, Map<String, Tensor> tensors) throws IOException {
    Npz.write(file, tensors);
  }

  @Override
  public Map<String, Tensor> readTensors(Path file) throws IOException {
    return Npz.read(file);
  }
}

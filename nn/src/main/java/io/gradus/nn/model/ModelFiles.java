package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/// Writes models and reads them, for [Model#save] and [Model#load] and for callbacks; found with
/// `ServiceLoader`. It is in the module `io.gradus.formats`.
public interface ModelFiles {
  /// {@return those that are there}
  ///
  /// @throws IllegalStateException if the module is missing
  static ModelFiles installed() {
    return ServiceLoader.load(ModelFiles.class, ModelFiles.class.getClassLoader())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "files of models need the module io.gradus.formats"
                    + " (io.gradus:gradus-formats, part of io.gradus:gradus)"));
  }

  /// Checks that a file can hold a model, built or not.
  ///
  /// @param file its name, which must end as Keras knows it
  /// @return what the model is compiled with and the file cannot hold: losses, metrics and
  ///   optimizers of classes without a schema
  /// @throws IllegalArgumentException if it cannot, naming the layer, or the ending
  List<String> check(Model model, Path file);

  /// Writes a model, as a whole or not at all.
  ///
  /// @throws IllegalStateException if the model is not built
  /// @throws IllegalArgumentException as [#check]
  void write(Model model, Path file) throws IOException;

  /// Writes the weights of a model, as a whole or not at all.
  ///
  /// @throws IllegalStateException if the model is not built
  /// @throws IllegalArgumentException if Keras would not know the file by the ending of its name
  void writeWeights(Model model, Path file) throws IOException;

  /// {@return the model in a file}
  Model read(Path file, LoadOptions options) throws IOException;

  /// Gives a model the weights in a file.
  void readWeights(Model model, Path file, LoadOptions options) throws IOException;

  /// Writes tensors by name, as a whole or not at all.
  void writeTensors(Path file, Map<String, Tensor> tensors) throws IOException;

  /// {@return the tensors in a file by name}
  Map<String, Tensor> readTensors(Path file) throws IOException;
}

package io.gradus.formats;

import io.gradus.formats.hdf5.Attribute;
import io.gradus.formats.hdf5.Dataset;
import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.StoredWeight;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model in HDF5 alone, as Keras writes it into files that end in `.h5`: the configuration in an
/// attribute, the weights of each layer in a list of names.
final class LegacyModel {
  private static final String WEIGHTS = "model_weights";
  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";
  private static final String OPTIMIZER = "optimizer_weights";

  private final Bytes bytes;
  static final String CONFIG = "model_config";

  private final Hdf5File file;

  /// The model in an HDF5 file.
  ///
  /// @param bytes the bytes of the file
  LegacyModel(Bytes bytes, Hdf5File file) {
    this.bytes = bytes;
    this.file = file;
  }

  /// {@return whether weights are kept the earlier way}
  static boolean isLegacy(Hdf5File file) throws IOException {
    return file.find(WEIGHTS) != null
        || file.root().attributes().keySet().stream().anyMatch(key -> key.startsWith(LAYER_NAMES));
  }

  /// {@return the model}
  Model model(LoadOptions options) throws IOException {
    ModelConfig config = config(CONFIG);
    if (config == null) {
      throw file.wrong(file.root().address(), "no model: no attribute model_config");
    }
    Model model = config.build(options, file.elements());
    readWeights(model);
    ModelConfig training = options.compile() ? config("training_config") : null;
    if (training != null && compiled(training).compile(model, "compile_config")) {
      readOptimizer(model);
    }
    return model;
  }

  /// {@return the description in an attribute, or null}
  @Nullable ModelConfig config(String name) throws IOException {
    Attribute attribute = file.root().attributes().get(name);
    if (attribute == null) {
      return null;
    }
    byte[] text = attribute.text().getBytes(StandardCharsets.UTF_8);
    Bytes source = bytes.memory("attribute " + name, text);
    return new ModelConfig(source, Json.read(source));
  }

  // The optimizer has another key than in .keras files.
  static ModelConfig compiled(ModelConfig training) {
    Map<String, @Nullable Object> config = new java.util.LinkedHashMap<>(training.object());
    config.put("optimizer", config.remove("optimizer_config"));
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("compile_config", config);
    return new ModelConfig(training.source(), object);
  }

  /// Gives a model its weights.
  ///
  /// @throws ModelFormatException if some are missing, or are of other shapes
  void readWeights(Model model) throws IOException {
    Hdf5Object found = file.find(WEIGHTS);
    String prefix = found == null ? "" : WEIGHTS + "/";
    Hdf5Object group = found == null ? file.root() : found;
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : model.layers()) {
      boolean counts = !(model instanceof Sequential && layer instanceof InputLayer);
      if (counts && !layer.weights().isEmpty()) {
        layers.add(layer);
      }
    }
    List<Variable> variables = new ArrayList<>();
    List<Dataset> sources = new ArrayList<>();
    int next = 0;
    for (String name : names(group, LAYER_NAMES)) {
      List<String> weights = names(object(prefix + name), WEIGHT_NAMES);
      if (weights.isEmpty()) {
        continue;
      }
      if (next == layers.size()) {
        throw wrong(group, "weights of layer " + name + ", for which the model has no layer");
      }
      List<Variable> own = ordered(layers.get(next++));
      collect(group, prefix + name, weights, own, sources);
      variables.addAll(own);
    }
    if (next < layers.size()) {
      throw wrong(group, "no weights of layer " + layers.get(next).name());
    }
    WeightReader.assign(variables.stream().map(StoredWeight::of).toList(), sources);
  }

  private void readOptimizer(Model model) throws IOException {
    Hdf5Object group = file.find(OPTIMIZER);
    if (group != null) {
      List<Dataset> sources = new ArrayList<>();
      List<Variable> state = model.optimizer().variables();
      collect(group, OPTIMIZER, names(group, WEIGHT_NAMES), state, sources);
      WeightReader.assign(state.stream().map(StoredWeight::of).toList(), sources);
    }
  }

  private void collect(
      Hdf5Object group,
      String path,
      List<String> names,
      List<Variable> variables,
      List<Dataset> sources)
      throws IOException {
    if (names.size() != variables.size()) {
      throw wrong(
          group,
          "%s holds %d arrays; the model has %d there: %s"
              .formatted(
                  path,
                  names.size(),
                  variables.size(),
                  variables.stream().map(Variable::name).toList()));
    }
    for (int i = 0; i < names.size(); i++) {
      String place = path + "/" + names.get(i);
      sources.add(WeightReader.fitting(file, place, StoredWeight.of(variables.get(i))));
    }
  }

  /// {@return a layer's weights as the file has them: first those that training changes}
  private static List<Variable> ordered(Layer layer) {
    List<Variable> weights = layer.weights();
    return Stream.concat(
            weights.stream().filter(Variable::isTrainable),
            weights.stream().filter(weight -> !weight.isTrainable()))
        .toList();
  }

  /// {@return the texts of an attribute, which may be spread over several with numbers}
  private List<String> names(Hdf5Object group, String attribute) throws IOException {
    Attribute whole = group.attributes().get(attribute);
    if (whole != null) {
      return whole.texts();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; group.attributes().get(attribute + i) instanceof Attribute part; i++) {
      names.addAll(part.texts());
    }
    return names;
  }

  private Hdf5Object object(String path) throws IOException {
    Hdf5Object found = file.find(path);
    if (found == null) {
      throw file.wrong(0, "there is no " + path);
    }
    return found;
  }

  private IOException wrong(Hdf5Object at, String problem) {
    return file.wrong(at.address(), problem);
  }
}

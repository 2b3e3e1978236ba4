package io.gradus.formats;

import io.gradus.formats.hdf5.Attribute;
import io.gradus.formats.hdf5.Dataset;
import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
import io.gradus.formats.legacy.LayerArrays;
import io.gradus.formats.legacy.OptimizerArrays;
import io.gradus.formats.legacy.StoredArray;
import io.gradus.formats.legacy.Writer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ProgressBar;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model in HDF5 alone, as Keras writes it into files that end in `.h5`: the configuration in an
/// attribute, the weights of each layer in a list of names.
final class LegacyModel {
  private static final String WEIGHTS = "model_weights";
  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";
  private static final String OPTIMIZER = "optimizer_weights";

  private static final System.Logger LOG = System.getLogger(LegacyModel.class.getName());

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
    Writer writer = writer(config.object(), options);
    Model model =
        config
            .upgraded(writer, names(weights(), LAYER_NAMES))
            .build(options, file.elements(), file.bytes());
    List<String> trained = readWeights(model, writer);
    ModelConfig.settle(model);
    ModelConfig training = options.compile() ? config("training_config") : null;
    if (training != null
        && compiled(training)
            .trainingUpgraded(writer, model)
            .compile(model, ModelConfig.COMPILED, options)) {
      readOptimizer(model, trained, writer);
    }
    return model;
  }

  /// {@return who wrote the file}
  ///
  /// @param config the configuration of the model, or null
  Writer writer(@Nullable Map<?, ?> config, LoadOptions options) throws IOException {
    String version = text("keras_version");
    if (version == null && config == null && hasFlatNames()) {
      version = "1";
    }
    Writer writer = Writer.of(version, text("backend"), config);
    if (options.theano()) {
      return writer.backend("theano");
    }
    return writer;
  }

  // Later versions name a weight after its layer and itself, with a stroke between.
  private boolean hasFlatNames() throws IOException {
    Hdf5Object group = weights();
    String prefix = group == file.root() ? "" : WEIGHTS + "/";
    for (String layer : names(group, LAYER_NAMES)) {
      for (String weight : names(object(prefix + layer), WEIGHT_NAMES)) {
        return !weight.contains("/");
      }
    }
    return false;
  }

  private @Nullable String text(String name) throws IOException {
    for (Hdf5Object at : List.of(file.root(), weights())) {
      Attribute attribute = at.attributes().get(name);
      if (attribute != null) {
        return attribute.text();
      }
    }
    return null;
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

  /// {@return what was compiled as it stands in `.keras` files, where the optimizer has another
  /// key}
  static ModelConfig compiled(ModelConfig training) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(training.object());
    config.put("optimizer", config.remove("optimizer_config"));
    return new ModelConfig(training.source(), Map.of(ModelConfig.COMPILED, config));
  }

  /// Gives a model its weights. Nothing is changed unless all are there and fit.
  ///
  /// @throws ModelFormatException if some are missing, or are of other shapes
  void readWeights(Model model, LoadOptions options) throws IOException {
    ModelConfig config = config("model_config");
    readWeights(model, writer(config == null ? null : config.object(), options));
  }

  private Hdf5Object weights() throws IOException {
    Hdf5Object found = file.find(WEIGHTS);
    return found == null ? file.root() : found;
  }

  /// Gives a model its weights. Returns the names of the arrays of trained ones.
  private List<String> readWeights(Model model, Writer writer) throws IOException {
    Hdf5Object group = weights();
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : model.layers()) {
      if (!layer.weights().isEmpty()) {
        layers.add(layer);
      }
    }
    String prefix = group == file.root() ? "" : WEIGHTS + "/";
    Map<String, List<StoredArray>> arrays = new LinkedHashMap<>();
    for (String name : names(group, LAYER_NAMES)) {
      List<StoredArray> own = arrays(prefix + name);
      if (!own.isEmpty() && arrays.put(name, own) != null) {
        throw wrong(group, "layer " + name + " is there twice");
      }
    }
    // Layers have the names of their groups, or else their order.
    Map<String, Layer> named = new LinkedHashMap<>();
    layers.forEach(layer -> named.put(layer.name(), layer));
    boolean byName = named.keySet().equals(arrays.keySet());
    List<LayerArrays.Given> all = new ArrayList<>();
    Map<Layer, List<String>> trained = new IdentityHashMap<>();
    int next = 0;
    for (Map.Entry<String, List<StoredArray>> own : arrays.entrySet()) {
      Layer layer =
          byName ? named.get(own.getKey()) : next < layers.size() ? layers.get(next) : null;
      if (layer == null) {
        throw wrong(
            group, "weights of layer " + own.getKey() + ", for which the model has no layer");
      }
      next++;
      LayerArrays.Read read = fitting(group, () -> LayerArrays.of(layer, own.getValue(), writer));
      all.addAll(read.given());
      trained.put(layer, read.trained());
    }
    if (next < layers.size()) {
      throw wrong(group, "no weights of layer " + layers.get(next).name());
    }
    assign(group, all);
    if (writer.isKeras1() && writer.backend() == null && hasKernels(model)) {
      LOG.log(
          Level.WARNING,
          "{0}: Keras 1 does not write which backend its convolutions are for; their kernels are"
              + " taken for TensorFlow''s. For Theano''s load with LoadOptions.theano(true).",
          bytes.file());
    }
    return layers.stream()
        .flatMap(layer -> trained.getOrDefault(layer, List.of()).stream())
        .toList();
  }

  private static boolean hasKernels(Layer layer) {
    return layer.schema().className().matches("Conv(LSTM)?[123]D(Transpose)?")
        || layer.innerLayers().stream().anyMatch(LegacyModel::hasKernels);
  }

  /// What may not fit.
  @FunctionalInterface
  private interface Fitting {
    LayerArrays.Read run();
  }

  private LayerArrays.Read fitting(Hdf5Object group, Fitting fitting) throws IOException {
    try {
      return fitting.run();
    } catch (IllegalArgumentException e) {
      throw (IOException) wrong(group, String.valueOf(e.getMessage())).initCause(e);
    }
  }

  private void assign(Hdf5Object group, List<LayerArrays.Given> all) throws IOException {
    for (LayerArrays.Given each : all) {
      boolean truth = each.array().type().dtype() == DType.BOOL;
      if (truth != (each.variable().dtype() == DType.BOOL)) {
        throw wrong(
            group,
            "%s is %s; %s is %s"
                .formatted(
                    each.array().name(),
                    each.array().type(),
                    each.variable().name(),
                    each.variable().type()));
      }
    }
    for (LayerArrays.Given each : ProgressBar.over(all, all.size())) {
      Variable variable = each.variable();
      variable.assign(each.array().source().read().cast(variable.dtype()));
    }
  }

  // What does not fit is left out, as in Keras: training then begins with a new state.
  private void readOptimizer(Model model, List<String> trained, Writer writer) throws IOException {
    Hdf5Object group = file.find(OPTIMIZER);
    if (group == null) {
      return;
    }
    List<StoredArray> arrays = arrays(OPTIMIZER);
    List<LayerArrays.Given> given;
    try {
      var _ =
          OptimizerArrays.of(ModelConfig.outlined(model), model.layers(), arrays, trained, writer);
      given = OptimizerArrays.of(model.optimizer(), model.layers(), arrays, trained, writer);
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "{0}: the state of the optimizer does not fit and is left out: {1}",
          bytes.file(),
          Shown.of(String.valueOf(e.getMessage())));
      return;
    }
    assign(group, given);
  }

  /// {@return the arrays that a group names, in order}
  private List<StoredArray> arrays(String path) throws IOException {
    List<StoredArray> arrays = new ArrayList<>();
    for (String name : names(object(path), WEIGHT_NAMES)) {
      String place = path + "/" + name;
      Dataset dataset = object(place).dataset();
      arrays.add(new StoredArray(place, dataset.type(), dataset::read));
    }
    return arrays;
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

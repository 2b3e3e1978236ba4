package io.gradus.formats;

import io.gradus.formats.hdf5.Dataset;
import io.gradus.formats.hdf5.Hdf5File;
import io.gradus.formats.hdf5.Hdf5Object;
import io.gradus.formats.legacy.LayerArrays;
import io.gradus.formats.legacy.OptimizerArrays;
import io.gradus.formats.legacy.StoredArray;
import io.gradus.formats.legacy.Writer;
import io.gradus.nn.layer.StoredWeight;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ProgressBar;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.preprocessing.IntegerLookup;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Gives a model the weights in a file as Keras lays it out, `.weights.h5` or the one in `.keras`,
/// or in several, each of which has some of the arrays.
final class WeightReader {
  static final String OPTIMIZER = "optimizer/vars";
  static final String IDF_WEIGHTS = "idf_weights";

  private static final System.Logger LOG = System.getLogger(WeightReader.class.getName());

  private final List<Hdf5File> files;

  WeightReader(Hdf5File file) {
    this(List.of(file));
  }

  /// The weights in files, of which there is at least one.
  WeightReader(List<Hdf5File> files) {
    this.files = files;
  }

  /// {@return the number of elements in all datasets}
  long elements() throws IOException {
    long elements = 0;
    for (Hdf5File file : files) {
      elements += file.elements();
    }
    return elements;
  }

  /// {@return the number of bytes that these elements are}
  long bytes() throws IOException {
    long bytes = 0;
    for (Hdf5File file : files) {
      bytes += file.bytes();
    }
    return bytes;
  }

  /// {@return the first file that has something at a path, or the first of all}
  private Hdf5File holder(String path) throws IOException {
    for (Hdf5File file : files) {
      if (file.find(path) != null) {
        return file;
      }
    }
    return files.getFirst();
  }

  /// Gives the weights; the model is built. Nothing is changed unless all are there and fit.
  ///
  /// @throws ModelFormatException if some are missing, or are of other shapes
  void read(Model model) throws IOException {
    List<StoredWeight> weights = new ArrayList<>();
    List<Dataset> sources = new ArrayList<>();
    Map<IntegerLookup, List<Double>> rarities = new IdentityHashMap<>();
    find(model, weights, sources, rarities);
    assign(weights, sources);
    rarities.forEach((lookup, stored) -> lookup.setVocabulary(lookup.vocabulary(), stored));
  }

  /// Looks for the weights of a model, without reading them.
  ///
  /// @throws ModelFormatException if some are missing, or are of other shapes
  void check(Model model) throws IOException {
    find(model, new ArrayList<>(), new ArrayList<>(), new IdentityHashMap<>());
  }

  private void find(
      Model model,
      List<StoredWeight> weights,
      List<Dataset> sources,
      Map<IntegerLookup, List<Double>> rarities)
      throws IOException {
    Hdf5File first = files.getFirst();
    WeightPlaces.Names names =
        EarlierPlaces.in(first) ? new EarlierPlaces(first) : WeightPlaces.CURRENT;
    for (WeightPlaces.Place place : WeightPlaces.of(model, names)) {
      double[] rarity = place.idfWeights();
      if (rarity != null && place.layer() instanceof IntegerLookup lookup) {
        checkIdfWeights(place.path(), rarity.length);
        List<Double> stored = idfWeights(place.path(), lookup.vocabularySize());
        if (differs(stored, rarity)) {
          rarities.put(lookup, stored);
        }
      } else {
        collect(place.vars(), place.weights(), sources);
        weights.addAll(place.weights());
      }
    }
  }

  // Files have them as float32.
  private static boolean differs(List<Double> stored, double[] present) {
    return IntStream.range(0, stored.size())
        .anyMatch(i -> stored.get(i).floatValue() != (float) present[i]);
  }

  /// {@return the weights of the first tokens of a lookup}
  ///
  /// @param path the layer's group
  /// @param tokens how many tokens it has, special ones too
  /// @throws ModelFormatException if they are not there
  List<Double> idfWeights(String path, int tokens) throws IOException {
    Dataset dataset = idfWeights(path);
    Shape shape = dataset.shape();
    if (shape.rank() != 1 || shape.dim(0) < tokens) {
      throw wrong(path, "of shape %s; the vocabulary has %d tokens".formatted(shape, tokens));
    }
    double[] all = dataset.read().cast(DType.FLOAT64).toDoubleArray();
    return Arrays.stream(all).limit(tokens).boxed().toList();
  }

  /// Checks that a lookup has so many weights.
  ///
  /// @param path the layer's group
  /// @throws ModelFormatException if it has not
  void checkIdfWeights(String path, long count) throws IOException {
    Shape shape = idfWeights(path).shape();
    if (!shape.equals(Shape.of(count))) {
      throw wrong(path, "of shape %s; the layer has %d".formatted(shape, count));
    }
  }

  private Dataset idfWeights(String path) throws IOException {
    String place = path + "/vars/" + IDF_WEIGHTS;
    Hdf5File file = holder(place);
    Hdf5Object found = file.find(place);
    if (found == null) {
      throw file.wrong(0, "there is no " + place);
    }
    return found.dataset();
  }

  private IOException wrong(String path, String problem) throws IOException {
    String place = path + "/vars/" + IDF_WEIGHTS;
    Hdf5File file = holder(place);
    Hdf5Object found = file.find(place);
    return file.wrong(found == null ? 0 : found.address(), "%s is %s".formatted(place, problem));
  }

  /// {@return whether there is the state of an optimizer}
  boolean hasOptimizer() throws IOException {
    return holder(OPTIMIZER).find(OPTIMIZER) != null;
  }

  /// Gives the state of an optimizer. What does not fit is left out with a warning, as in Keras:
  /// training then begins with a new state.
  ///
  /// @param source the file, for the warning
  /// @throws ModelFormatException if the file is damaged
  void readOptimizer(Model model, Writer writer, Path source) throws IOException {
    Hdf5File file = holder(OPTIMIZER);
    Hdf5Object found = file.find(OPTIMIZER);
    List<StoredArray> arrays = new ArrayList<>();
    for (int i = 0; found != null && i < found.members().size(); i++) {
      String path = OPTIMIZER + "/" + i;
      Hdf5Object array = file.find(path);
      if (array == null) {
        throw file.wrong(found.address(), "there is no " + path);
      }
      Dataset dataset = array.dataset();
      arrays.add(new StoredArray(path, dataset.type(), dataset::read));
    }
    try {
      var _ = OptimizerArrays.inOrder(ModelConfig.outlined(model), writer, arrays);
      BoundOptimizer optimizer = model.optimizer();
      for (LayerArrays.Given given : OptimizerArrays.inOrder(optimizer, writer, arrays)) {
        Variable variable = given.variable();
        variable.assign(given.array().source().read().cast(variable.dtype()));
      }
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "{0}: the state of the optimizer does not fit and is left out: {1}",
          source,
          Shown.of(String.valueOf(e.getMessage())));
    }
  }

  /// Collects the datasets for weights, after checking that they fit.
  private void collect(String group, List<StoredWeight> weights, List<Dataset> sources)
      throws IOException {
    Set<String> members = new HashSet<>();
    for (Hdf5File file : files) {
      Hdf5Object found = file.find(group);
      if (found != null) {
        members.addAll(found.members());
      }
    }
    if (members.size() != weights.size()) {
      Hdf5File file = holder(group);
      Hdf5Object found = file.find(group);
      throw file.wrong(
          found == null ? 0 : found.address(),
          "%s holds %d arrays; the model has %d there: %s"
              .formatted(group, members.size(), weights.size(), names(weights)));
    }
    for (int i = 0; i < weights.size(); i++) {
      String path = group + "/" + i;
      sources.add(fitting(holder(path), path, weights.get(i)));
    }
  }

  /// {@return the dataset at a path, which must fit a weight}
  static Dataset fitting(Hdf5File file, String path, StoredWeight weight) throws IOException {
    Hdf5Object found = file.find(path);
    if (found == null) {
      throw file.wrong(0, "there is no %s for %s".formatted(path, weight.name()));
    }
    Dataset dataset = found.dataset();
    TensorType type = dataset.type();
    boolean numbers = (type.dtype() == DType.BOOL) == (weight.type().dtype() == DType.BOOL);
    if (!type.shape().equals(weight.type().shape()) || !numbers) {
      throw file.wrong(
          found.address(),
          "%s is %s; %s is %s".formatted(path, type, weight.name(), weight.type()));
    }
    return dataset;
  }

  private static List<String> names(List<StoredWeight> weights) {
    return weights.stream().map(StoredWeight::name).toList();
  }

  /// Gives weights the values of datasets.
  static void assign(List<StoredWeight> weights, List<Dataset> sources) throws IOException {
    ProgressBar bar = new ProgressBar(weights.size());
    for (int i = 0; i < weights.size(); i++) {
      StoredWeight weight = weights.get(i);
      weight.restore().accept(sources.get(i).read().cast(weight.type().dtype()));
      bar.step(Map::of);
    }
    bar.end(Map::of);
  }
}

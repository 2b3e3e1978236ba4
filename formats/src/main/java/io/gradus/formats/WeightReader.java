package io.gradus.formats;

import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Gives a model the weights in a file as Keras lays it out, `.weights.h5` or the one in `.keras`.
final class WeightReader {
  static final String OPTIMIZER = "optimizer/vars";

  private final Hdf5File file;

  WeightReader(Hdf5File file) {
    this.file = file;
  }

  /// {@return the number of elements in all datasets}
  long elements() {
    return file.datasets().values().stream().mapToLong(set -> set.shape().size()).sum();
  }

  /// Gives the weights; the model is built. Nothing is changed unless all are there and fit.
  ///
  /// @throws ModelFormatException if some are missing, or are of other shapes
  void read(Model model) throws IOException {
    List<Variable> variables = new ArrayList<>();
    List<Hdf5Dataset> sources = new ArrayList<>();
    for (WeightPlaces.Place place : WeightPlaces.of(model)) {
      collect(place.vars(), place.weights(), sources);
      variables.addAll(place.weights());
    }
    assign(variables, sources);
  }

  /// {@return whether there is the state of an optimizer}
  boolean hasOptimizer() {
    return file.find(OPTIMIZER) != null;
  }

  /// Gives the state of an optimizer.
  ///
  /// @throws ModelFormatException if some is missing, or is of other shapes
  void readOptimizer(List<Variable> state) throws IOException {
    List<Hdf5Dataset> sources = new ArrayList<>();
    collect(OPTIMIZER, state, sources);
    assign(state, sources);
  }

  /// Collects the datasets for variables, after checking that they fit.
  private void collect(String group, List<Variable> variables, List<Hdf5Dataset> sources)
      throws IOException {
    Hdf5Object found = file.find(group);
    int count = found == null ? 0 : found.links().size();
    if (count != variables.size()) {
      throw file.bytes()
          .wrong(
              found == null ? 0 : found.address(),
              "%s holds %d arrays; the model has %d there: %s"
                  .formatted(group, count, variables.size(), names(variables)));
    }
    for (int i = 0; i < variables.size(); i++) {
      sources.add(fitting(file, group + "/" + i, variables.get(i)));
    }
  }

  /// {@return the dataset at a path, which must fit a variable}
  static Hdf5Dataset fitting(Hdf5File file, String path, Variable variable) throws IOException {
    Hdf5Object found = file.find(path);
    if (found == null) {
      throw file.bytes().wrong(0, "there is no %s for %s".formatted(path, variable.name()));
    }
    Hdf5Dataset dataset = found.dataset(path);
    TensorType type = dataset.type();
    boolean numbers = (type.dtype() == DType.BOOL) == (variable.dtype() == DType.BOOL);
    if (!type.shape().equals(variable.shape()) || !numbers) {
      throw file.bytes()
          .wrong(
              found.address(),
              "%s is %s; %s is %s".formatted(path, type, variable.name(), variable.type()));
    }
    return dataset;
  }

  private static List<String> names(List<Variable> variables) {
    return variables.stream().map(Variable::name).toList();
  }

  /// Gives variables the values of datasets.
  static void assign(List<Variable> variables, List<Hdf5Dataset> sources) throws IOException {
    for (int i = 0; i < variables.size(); i++) {
      Tensor value = sources.get(i).read();
      variables.get(i).assign(value.cast(variables.get(i).dtype()));
    }
  }
}

package io.gradus.nn.model;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Recurrent;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The whole state of a run of `fit` between two steps, as tensors by name.
///
/// @param epoch the epoch under way or, between epochs, the next
/// @param step the steps of it that are done
/// @param begun the number of steps that the model had done when the epoch began
/// @param tensors the tensors by name
record Snapshot(int epoch, long step, long begun, Map<String, Tensor> tensors) {
  private static final String PLACE = "place";
  private static final String SEED = "seed";
  private static final String HISTORY = "history/";

  /// {@return the state of a run at a place}
  static Snapshot take(
      int epoch,
      long step,
      long begun,
      Model model,
      Trainer trainer,
      List<TrainingCallback> callbacks,
      Map<String, List<Double>> history) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(PLACE, Tensor.of(epoch, step, begun));
    tensors.put(SEED, Tensor.of(model.seed()));
    variables(model, trainer).forEach((name, variable) -> tensors.put(name, variable.value()));
    List<Recurrent<?>> recurrent = recurrent(model);
    for (int i = 0; i < recurrent.size(); i++) {
      List<Variable> states = recurrent.get(i).states();
      for (int j = 0; j < states.size(); j++) {
        tensors.put("%s%04d".formatted(states(i), j), states.get(j).value());
      }
    }
    for (int i = 0; i < callbacks.size(); i++) {
      String prefix = callback(i);
      callbacks.get(i).state().forEach((name, value) -> tensors.put(prefix + name, value));
    }
    int position = 0;
    for (Map.Entry<String, List<Double>> series : history.entrySet()) {
      String name = "%s%04d/%s".formatted(HISTORY, position++, series.getKey());
      double[] values = series.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      tensors.put(name, Tensor.of(values));
    }
    return new Snapshot(epoch, step, begun, tensors);
  }

  /// {@return the state that these tensors are}
  ///
  /// @throws IllegalArgumentException if they are none
  static Snapshot of(Map<String, Tensor> tensors) {
    Tensor place = tensors.get(PLACE);
    if (place == null || place.rank() != 1 || place.size() != 3 || !tensors.containsKey(SEED)) {
      throw new IllegalArgumentException(
          "resume: needs the state of a training; got %s"
              .formatted(tensors.keySet().stream().sorted().toList()));
    }
    long[] numbers = place.toLongArray();
    return new Snapshot(Math.toIntExact(numbers[0]), numbers[1], numbers[2], tensors);
  }

  /// Gives model, optimizer, measures, callbacks and history what they had.
  ///
  /// @throws IllegalArgumentException if the state is that of another model
  void restore(
      Model model,
      Trainer trainer,
      List<TrainingCallback> callbacks,
      Map<String, List<Double>> history) {
    Map<String, Variable> variables = variables(model, trainer);
    List<String> missing = new ArrayList<>();
    variables.forEach((name, variable) -> {
      Tensor value = tensors.get(name);
      if (value == null || !value.type().equals(variable.type())) {
        missing.add(name + "=" + variable.type());
      }
    });
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "resume: the state is that of another model or training; it lacks " + missing);
    }
    variables.forEach((name, variable) -> variable.assign(tensor(name)));
    List<Recurrent<?>> recurrent = recurrent(model);
    for (int i = 0; i < recurrent.size(); i++) {
      List<Tensor> states = List.copyOf(under(states(i)).values());
      if (!states.isEmpty()) {
        recurrent.get(i).resetStates(states);
      }
    }
    model.restoreSeed(tensor(SEED).toLongArray()[0]);
    for (int i = 0; i < callbacks.size(); i++) {
      callbacks.get(i).restore(under(callback(i)));
    }
    under(HISTORY)
        .forEach((name, series) -> {
          List<Double> values = new ArrayList<>();
          for (double value : series.toDoubleArray()) {
            values.add(value);
          }
          history.put(name.substring(name.indexOf('/') + 1), values);
        });
  }

  private Tensor tensor(String name) {
    Tensor found = tensors.get(name);
    if (found == null) {
      throw new IllegalStateException("resume: no " + name);
    }
    return found;
  }

  // In the order of the names, since files may have another than they were given.
  private Map<String, Tensor> under(String prefix) {
    return tensors.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .sorted(Map.Entry.comparingByKey())
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(prefix.length()),
                Map.Entry::getValue,
                (first, _) -> first,
                LinkedHashMap::new));
  }

  private static String states(int position) {
    return "states/" + position + "/";
  }

  /// {@return the layers that may keep states between steps, always in the same order}
  private static List<Recurrent<?>> recurrent(Layer layer) {
    List<Recurrent<?>> found = new ArrayList<>();
    if (layer instanceof Recurrent<?> itself) {
      found.add(itself);
    }
    layer.innerLayers().forEach(inner -> found.addAll(recurrent(inner)));
    return found;
  }

  private static String callback(int position) {
    return "callback/" + position + "/";
  }

  private static Map<String, Variable> variables(Model model, Trainer trainer) {
    Map<String, Variable> variables = new LinkedHashMap<>();
    put(variables, "weights/", model.weights());
    put(variables, "training/", trainer.state());
    return variables;
  }

  private static void put(Map<String, Variable> all, String prefix, List<Variable> variables) {
    for (int i = 0; i < variables.size(); i++) {
      all.put(prefix + i + "/" + variables.get(i).name(), variables.get(i));
    }
  }
}

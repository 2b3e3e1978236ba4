package io.gradus.formats.legacy;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The arrays that an older Keras kept of an optimizer: perhaps the number of steps, perhaps
/// Nadam's product, then a run of arrays, one for each trained weight, for each thing that it keeps
/// of a weight.
public final class OptimizerArrays {
  private static final Map<String, List<String>> RUNS =
      Map.of(
          "SGD", List.of("momentum"),
          "RMSprop", List.of("velocity"),
          "Adagrad", List.of("accumulator"),
          "Adadelta", List.of("accumulated_grad", "accumulated_delta_var"),
          "Adam", List.of("momentum", "velocity", "velocity_hat"),
          "Adamax", List.of("momentum", "norm"),
          "Nadam", List.of("momentum", "velocity"));

  // Iteration and learning rate.
  private static final int OF_EVERY_OPTIMIZER = 2;

  private OptimizerArrays() {}

  /// {@return the variables of an optimizer that the arrays give values to, with them}
  ///
  /// @param optimizer the optimizer
  /// @param layers the model's layers
  /// @param arrays all arrays, in the order of the file
  /// @param trained the names of the arrays of the layers' trained weights
  /// @throws IllegalArgumentException if they are not those of such an optimizer and model
  public static List<LayerArrays.Given> of(
      BoundOptimizer optimizer,
      List<Layer> layers,
      List<StoredArray> arrays,
      List<String> trained,
      Writer writer) {
    String className = optimizer.optimizer().schema().className();
    if (isCurrent(arrays, writer)) {
      return inOrder(optimizer, writer, arrays);
    }
    List<LayerArrays.Given> given = new ArrayList<>();
    int scalars = 0;
    while (scalars < arrays.size() && arrays.get(scalars).shape().rank() == 0) {
      scalars++;
    }
    if (scalars > 0) {
      given.add(new LayerArrays.Given(optimizer.iterations(), arrays.getFirst()));
    }
    if (scalars > 1 && className.equals("Nadam")) {
      optimizer.variables().stream()
          .filter(variable -> variable.name().endsWith("u_product"))
          .forEach(product -> given.add(new LayerArrays.Given(product, arrays.get(1))));
    }
    List<StoredArray> rest = arrays.subList(scalars, arrays.size());
    List<String> runs = runs(className, optimizer, rest.size(), trained.size());
    if (rest.isEmpty() || runs.isEmpty()) {
      return given;
    }
    if (rest.size() % runs.size() != 0) {
      throw new IllegalArgumentException(
          "optimizer %s: %d arrays are not %d for each trained weight"
              .formatted(className, rest.size(), runs.size()));
    }
    int count = rest.size() / runs.size();
    for (int run = 0; run < runs.size(); run++) {
      given.addAll(
          slots(
              optimizer,
              runs.get(run),
              layers,
              unsorted(rest.subList(run * count, (run + 1) * count), trained, writer),
              writer));
    }
    return given;
  }

  // Those of tf.keras 2.11 and later stand as in Keras 3, but for the learning rate.
  private static boolean isCurrent(List<StoredArray> arrays, Writer writer) {
    return writer.isCurrent()
        || (!arrays.isEmpty() && arrays.getFirst().shortName().matches("iteration(:0)?"));
  }

  // Before 3.10 Nadam's product stands before what it keeps of each weight.
  private static List<Variable> variables(BoundOptimizer optimizer, Writer writer) {
    List<Variable> variables = new ArrayList<>(optimizer.variables());
    if (writer.isEarlierKeras3() && writer.isBefore(3, 10)) {
      int product = -1;
      for (int i = 0; i < variables.size(); i++) {
        if (variables.get(i).name().equals("u_product")) {
          product = i;
        }
      }
      if (product >= 0) {
        variables.add(OF_EVERY_OPTIMIZER, variables.remove(product));
      }
    }
    return variables;
  }

  /// {@return the variables of an optimizer of tf.keras 2.11 or later, or of Keras 3, with their
  /// arrays}
  ///
  /// @throws IllegalArgumentException if they are not those of such an optimizer
  public static List<LayerArrays.Given> inOrder(
      BoundOptimizer optimizer, Writer writer, List<StoredArray> arrays) {
    List<Variable> all = variables(optimizer, writer);
    List<Variable> withoutRate =
        all.stream().filter(variable -> !variable.name().endsWith("learning_rate")).toList();
    List<Variable> ofWeights =
        withoutRate.stream().filter(variable -> !variable.name().endsWith("u_product")).toList();
    for (List<Variable> state : List.of(all, withoutRate, ofWeights)) {
      if (fits(state, arrays)) {
        List<LayerArrays.Given> given = new ArrayList<>();
        for (int i = 0; i < state.size(); i++) {
          given.add(new LayerArrays.Given(state.get(i), arrays.get(i)));
        }
        return given;
      }
    }
    // SGD without momentum has arrays for it there.
    if (withoutRate.size() == 1 && arrays.getFirst().shape().rank() == 0) {
      return List.of(new LayerArrays.Given(withoutRate.getFirst(), arrays.getFirst()));
    }
    throw new IllegalArgumentException(
        "%d arrays; here it has %d: %s"
            .formatted(arrays.size(), all.size(), all.stream().map(Variable::name).toList()));
  }

  private static boolean fits(List<Variable> state, List<StoredArray> arrays) {
    boolean fits = state.size() == arrays.size();
    for (int i = 0; fits && i < state.size(); i++) {
      fits = state.get(i).shape().equals(arrays.get(i).shape());
    }
    return fits;
  }

  private static List<String> runs(
      String className, BoundOptimizer optimizer, int arrays, int weights) {
    List<String> runs = new ArrayList<>(RUNS.getOrDefault(className, List.of()));
    // Only some versions of Adam keep third arrays.
    if (className.equals("Adam") && arrays <= 2 * weights) {
      runs.removeLast();
    }
    if (className.equals("RMSprop") && arrays > weights) {
      optimizer.variables().stream()
          .filter(variable -> variable.name().endsWith("momentum"))
          .findFirst()
          .ifPresent(_ -> runs.add("momentum"));
      optimizer.variables().stream()
          .filter(variable -> variable.name().endsWith("average_gradient"))
          .findFirst()
          .ifPresent(_ -> runs.add("average_gradient"));
    }
    return runs;
  }

  // Keras 1 has them by the names of the weights.
  private static List<StoredArray> unsorted(
      List<StoredArray> arrays, List<String> trained, Writer writer) {
    if (!writer.isKeras1() || trained.size() != arrays.size()) {
      return arrays;
    }
    List<Integer> byName = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      byName.add(i);
    }
    byName.sort(Comparator.comparing(trained::get));
    StoredArray[] unsorted = new StoredArray[arrays.size()];
    for (int i = 0; i < unsorted.length; i++) {
      unsorted[byName.get(i)] = arrays.get(i);
    }
    return List.of(unsorted);
  }

  private static List<LayerArrays.Given> slots(
      BoundOptimizer optimizer,
      String slot,
      List<Layer> layers,
      List<StoredArray> arrays,
      Writer writer) {
    Map<Variable, Variable> slots = new IdentityHashMap<>();
    for (Variable target : optimizer.targets()) {
      Variable variable = optimizer.slots(target).find(slot);
      if (variable != null) {
        slots.put(target, variable);
      }
    }
    // What it keeps here no more, as momentum of 0.
    if (slots.isEmpty()) {
      return List.of();
    }
    List<LayerArrays.Given> given = new ArrayList<>();
    for (LayerArrays.Given each : LayerArrays.trained(layers, arrays, writer)) {
      Variable variable = slots.get(each.variable());
      if (variable == null) {
        throw new IllegalArgumentException(
            "optimizer: it keeps nothing of " + each.variable().name());
      }
      given.add(new LayerArrays.Given(variable, each.array()));
    }
    return given;
  }
}

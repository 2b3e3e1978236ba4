package io.gradus.tensor;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A graph in which what depends on constants alone is a constant, and nothing is computed twice.
/// The values keep their numbers.
final class Simplification {
  /// What a constant may take that is not there yet, in bytes.
  private static final long MOST = 1 << 20;

  private final Graph graph;
  private final int[] kept;
  private final Map<Integer, Tensor> constants;
  private final Map<Uniform, Integer> numbers = new HashMap<>();
  private final Map<Call, List<Integer>> calls = new HashMap<>();
  private final List<Graph.Step> steps = new ArrayList<>();

  /// An operation on values.
  private record Call(Op op, List<Integer> inputs) {}

  /// The same number everywhere.
  private record Uniform(TensorType type, Object number) {}

  private Simplification(Graph graph) {
    this.graph = graph;
    this.kept = new int[graph.types().size()];
    this.constants = new LinkedHashMap<>(graph.constants());
    for (int value = 0; value < kept.length; value++) {
      kept[value] = value;
    }
  }

  /// {@return the simpler graph}
  static Graph of(Graph graph) {
    Simplification simpler = new Simplification(graph);
    graph.constants().forEach(simpler::unite);
    graph.steps().forEach(simpler::add);
    return new Graph(
        graph.types(),
        graph.inputs(),
        simpler.constants,
        graph.variables(),
        List.copyOf(simpler.steps),
        simpler.kept(graph.outputs()),
        graph.updates().stream()
            .map(update -> new Graph.Update(update.variable(), simpler.kept[update.value()]))
            .toList());
  }

  private void unite(int value, Tensor constant) {
    Strided view = constant.strided();
    if (view.size() > 0 && view.isOneElement()) {
      Strided element = view.restride(Shape.SCALAR, new long[0], 0);
      Uniform number = new Uniform(constant.type(), Tensor.of(element).toNested());
      kept[value] = numbers.computeIfAbsent(number, _ -> value);
    }
  }

  private List<Integer> kept(List<Integer> values) {
    return values.stream().map(value -> kept[value]).toList();
  }

  private void add(Graph.Step step) {
    Graph.Step now = new Graph.Step(step.op(), kept(step.inputs()), step.outputs());
    // Others' operations may do more than they return.
    if (step.op().getClass().getPackage() != Op.class.getPackage()) {
      steps.add(now);
      return;
    }
    List<Integer> same = calls.putIfAbsent(new Call(now.op(), now.inputs()), now.outputs());
    if (same != null) {
      for (int i = 0; i < same.size(); i++) {
        kept[step.outputs().get(i)] = kept[same.get(i)];
      }
    } else if (!fold(now)) {
      steps.add(now);
    }
  }

  /// Makes the results of a step constants, if its operands are and the results are small.
  private boolean fold(Graph.Step step) {
    long bytes = step.outputs().stream().mapToLong(v -> graph.types().get(v).bytes()).sum();
    boolean views = step.op() instanceof Op.View || step.op() instanceof Op.Views;
    if (!constants.keySet().containsAll(step.inputs()) || (bytes > MOST && !views)) {
      return false;
    }
    List<Tensor> results;
    try {
      results = Apply.all(step.op(), step.inputs().stream().map(constants::get).toList());
    } catch (RuntimeException _) {
      return false; // it is told when the program runs
    }
    for (int i = 0; i < results.size(); i++) {
      constants.put(step.outputs().get(i), results.get(i));
      unite(step.outputs().get(i), results.get(i));
    }
    return true;
  }
}

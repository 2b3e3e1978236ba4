package io.gradus.nn.model;

import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table that Keras' `summary()` prints: for a model with branches also what each layer is
/// connected to. Below the numbers of weights it tells the operations that a sample takes.
final class Summary {
  private static final List<String> HEAD = List.of("Layer (type)", "Output Shape", "Param #");
  private static final String CONNECTED = "Connected to";

  private final boolean nested;
  private final List<List<String>> rows = new ArrayList<>();
  private final @Nullable Map<Layer, String> connections;

  private Summary(Model model, boolean nested) {
    this.nested = nested;
    this.connections = isChain(model) ? null : connections(model);
    rows.add(
        connections == null ? HEAD : Stream.concat(HEAD.stream(), Stream.of(CONNECTED)).toList());
    add(model, 0);
  }

  static String of(Model model, @Nullable BoundOptimizer optimizer, boolean nested) {
    List<Variable> weights = model.weights();
    List<Variable> trainable = model.trainableWeights();
    List<Variable> rest = new ArrayList<>(weights);
    rest.removeAll(trainable);
    List<Variable> state = optimizer == null ? List.of() : optimizer.variables();
    List<Variable> all = Stream.concat(weights.stream(), state.stream()).toList();
    long flops = model.flops();
    return String.format(
            Locale.ROOT, "Model: \"%s\"%n%s", model.name(), table(new Summary(model, nested).rows))
        + totals("Total", all)
        + totals("Trainable", trainable)
        + totals("Non-trainable", rest)
        + (state.isEmpty() ? "" : totals("Optimizer", state))
        + (flops == 0 ? "" : String.format(Locale.ROOT, " FLOPs per sample: %,d%n", flops));
  }

  private void add(Model model, int depth) {
    for (Layer layer : model.layers()) {
      if (layer instanceof InputLayer && model instanceof Sequential) {
        continue;
      }
      List<String> row = new ArrayList<>();
      String prefix = depth == 0 ? "" : "   ".repeat(depth) + "└ ";
      row.add("%s%s (%s)".formatted(prefix, layer.name(), layer.schema().className()));
      row.add(shape(model, layer));
      row.add(
          layer.isBuilt() || layer instanceof InputLayer
              ? String.format(Locale.ROOT, "%,d", count(layer.weights()))
              : "0 (unbuilt)");
      if (connections != null) {
        row.add(connections.getOrDefault(layer, "-"));
      }
      rows.add(row);
      if (nested && layer instanceof Model inner) {
        add(inner, depth + 1);
      }
    }
  }

  /// {@return whether each call takes what the one before gave, and no layer is called twice}
  private static boolean isChain(Model model) {
    ModelGraph graph = model.graph();
    if (graph == null) {
      return true;
    }
    List<Tensor> before = graph.inputs();
    for (ModelNode node : graph.nodes()) {
      if (before.size() != 1 || !node.in().all().equals(before)) {
        return false;
      }
      before = node.out().all();
    }
    return graph.layers().size() == graph.nodes().size();
  }

  // As Keras writes it: the layer, the number of its call, the number of the output.
  private static Map<Layer, String> connections(Model model) {
    ModelGraph graph = model.graph();
    Map<Tensor, String> sources = new IdentityHashMap<>();
    Map<Layer, List<String>> found = new IdentityHashMap<>();
    Map<Object, Integer> calls = new HashMap<>();
    List<ModelNode> nodes = graph == null ? List.of() : graph.nodes();
    for (Tensor input : graph == null ? List.<Tensor>of() : graph.inputs()) {
      if (Symbol.node(input) instanceof ModelNode.OfLayer node) {
        sources.put(input, node.layer().name() + "[0][0]");
      }
    }
    for (ModelNode node : nodes) {
      String name =
          switch (node) {
            case ModelNode.OfLayer call -> call.layer().name();
            case ModelNode.OfOperation call -> call.operation().type().function();
            case ModelNode.OfOp call -> call.op().name();
          };
      int number = calls.merge(name, 1, Integer::sum) - 1;
      Values out = node.out();
      for (int i = 0; i < out.all().size(); i++) {
        sources.put(out.all().get(i), "%s[%d][%d]".formatted(name, number, i));
      }
      if (node instanceof ModelNode.OfLayer call) {
        List<String> into = found.computeIfAbsent(call.layer(), _ -> new ArrayList<>());
        call.in().all().forEach(x -> into.add(sources.getOrDefault(x, "constant")));
      }
    }
    return found.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> String.join(", ", entry.getValue()),
                (first, _) -> first,
                IdentityHashMap::new));
  }

  private static String totals(String name, List<Variable> weights) {
    return String.format(
        Locale.ROOT, " %s params: %,d (%s)%n", name, count(weights), size(bytes(weights)));
  }

  private static long count(List<Variable> weights) {
    return weights.stream().mapToLong(Variable::size).sum();
  }

  private static long bytes(List<Variable> weights) {
    return weights.stream().mapToLong(weight -> weight.type().bytes()).sum();
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return "%d.00 B".formatted(bytes);
    }
    boolean mega = bytes >= 1 << 20;
    return String.format(
        Locale.ROOT, "%.2f %s", bytes / (mega ? 0x1p20 : 0x1p10), mega ? "MB" : "KB");
  }

  private static String shape(Model model, Layer layer) {
    if (layer instanceof InputLayer input) {
      return keras(input.type().shape());
    }
    ModelGraph graph = model.graph();
    for (ModelNode node : graph == null ? List.<ModelNode>of() : graph.nodes()) {
      if (node instanceof ModelNode.OfLayer call && call.layer().equals(layer)) {
        return keras(call.out().types().getFirst().shape());
      }
    }
    return "?";
  }

  private static String keras(Shape shape) {
    List<String> dims = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.add(shape.isKnown(axis) ? Long.toString(shape.dim(axis)) : "None");
    }
    return "(" + String.join(", ", dims) + (dims.size() == 1 ? ",)" : ")");
  }

  private static String table(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (int column = 0; column < widths.length; column++) {
      int c = column;
      widths[c] = rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0);
    }
    StringBuilder out = new StringBuilder();
    line(out, widths, "┏", "┳", "┓", "━");
    row(out, widths, rows.getFirst(), "┃");
    line(out, widths, "┡", "╇", "┩", "━");
    for (int i = 1; i < rows.size(); i++) {
      if (i > 1) {
        line(out, widths, "├", "┼", "┤", "─");
      }
      row(out, widths, rows.get(i), "│");
    }
    line(out, widths, "└", "┴", "┘", "─");
    return out.toString();
  }

  private static void line(
      StringBuilder out, int[] widths, String left, String middle, String right, String dash) {
    for (int i = 0; i < widths.length; i++) {
      out.append(i == 0 ? left : middle).append(dash.repeat(widths[i] + 2));
    }
    out.append(right).append(System.lineSeparator());
  }

  private static void row(StringBuilder out, int[] widths, List<String> cells, String bar) {
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      boolean number = i == 2;
      out.append(bar).append(' ').append(number ? padding : "").append(cells.get(i));
      out.append(number ? "" : padding).append(' ');
    }
    out.append(bar).append(System.lineSeparator());
  }
}

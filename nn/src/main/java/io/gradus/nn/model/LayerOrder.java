package io.gradus.nn.model;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keras' order of the layers in a graph, on which the order of a model's weights and the names in
/// its weight files depend: the farthest from the outputs first, and layers equally far as a walk
/// from the outputs to the inputs meets them. And Keras' order of the calls, where some change what
/// later ones see, see [ModelGraph#run] (`keras.src.ops.function.map_graph`).
final class LayerOrder {
  private final Set<ModelNode> finished = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ModelNode> ordered = new ArrayList<>();
  private final Map<Object, Integer> met = new IdentityHashMap<>();
  private final Map<Object, Integer> depths = new IdentityHashMap<>();
  private final Map<ModelNode, Integer> nodes = new IdentityHashMap<>();
  private final List<ModelNode> measured = new ArrayList<>();

  private LayerOrder() {}

  /// {@return the layers of the graph, inputs among them}
  static List<Layer> of(ModelGraph graph) {
    return callers(graph).stream().filter(Layer.class::isInstance).map(Layer.class::cast).toList();
  }

  /// {@return all that is called in the graph and the input layers, see [ModelNode#caller]}
  static List<Object> callers(ModelGraph graph) {
    LayerOrder order = new LayerOrder();
    graph.outputs().all().forEach(order::walk);
    order.measure();
    int unused = -graph.inputs().size();
    for (Tensor input : graph.inputs()) {
      if (Symbol.node(input) instanceof ModelNode.OfLayer(Layer layer, _, _)) {
        order.depths.putIfAbsent(layer, 0);
        order.met.putIfAbsent(layer, unused++);
      }
    }
    return order.depths.keySet().stream()
        .sorted(
            Comparator.comparingInt(caller -> -order.depths.getOrDefault(caller, 0))
                .thenComparingInt(caller -> order.met.getOrDefault(caller, 0)))
        .toList();
  }

  /// {@return the calls that lead to the outputs, the farthest from them first}
  static List<ModelNode> calls(Values outputs) {
    LayerOrder order = new LayerOrder();
    outputs.all().forEach(order::walk);
    order.measure();
    return order.measured.stream()
        .sorted(Comparator.comparingInt(node -> -order.nodes.getOrDefault(node, 0)))
        .toList();
  }

  private void walk(Tensor output) {
    GraphWalk.from(output, this::entered, ordered::add);
  }

  private @Nullable ModelNode entered(Tensor symbol) {
    ModelNode node = symbol.isSymbolic() ? Symbol.node(symbol) : null;
    if (node == null || !finished.add(node)) {
      return null;
    }
    met.putIfAbsent(node.caller(), met.size());
    return node;
  }

  private void measure() {
    for (ModelNode node : ordered.reversed()) {
      int depth = Math.max(depth(node), depths.getOrDefault(node.caller(), 0));
      depths.put(node.caller(), depth);
      nodes.put(node, depth);
      node.in()
          .map(symbol -> {
            ModelNode from = symbol.isSymbolic() ? Symbol.node(symbol) : null;
            if (from != null) {
              nodes.put(from, Math.max(depth(from), depth + 1));
            }
            return symbol;
          });
    }
  }

  private int depth(ModelNode node) {
    return nodes.computeIfAbsent(
        node,
        met -> {
          measured.add(met);
          return 0;
        });
  }
}

package io.gradus.nn.model;

import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keras' order of the layers in a graph, on which the order of a model's weights and the names in
/// its weight files depend: the farthest from the outputs first, and layers equally far as a walk
/// from the outputs to the inputs meets them (`keras.src.ops.function.map_graph`).
final class LayerOrder {
  private final Set<ModelNode> finished = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<ModelNode> ordered = new ArrayList<>();
  private final Map<Object, Integer> met = new IdentityHashMap<>();
  private final Map<Object, Integer> depths = new IdentityHashMap<>();

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

  private void walk(Tensor symbol) {
    ModelNode node = symbol.isSymbolic() ? Symbol.node(symbol) : null;
    if (node == null || !finished.add(node)) {
      return;
    }
    met.putIfAbsent(node.caller(), met.size());
    node.in()
        .map(needed -> {
          walk(needed);
          return needed;
        });
    ordered.add(node);
  }

  private void measure() {
    Map<ModelNode, Integer> nodes = new IdentityHashMap<>();
    for (ModelNode node : ordered.reversed()) {
      int depth = Math.max(nodes.getOrDefault(node, 0), depths.getOrDefault(node.caller(), 0));
      depths.put(node.caller(), depth);
      Set<ModelNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
      node.in()
          .map(symbol -> {
            ModelNode from = symbol.isSymbolic() ? Symbol.node(symbol) : null;
            if (from != null) {
              needed.add(from);
            }
            return symbol;
          });
      needed.forEach(from -> nodes.merge(from, depth + 1, Math::max));
    }
  }
}

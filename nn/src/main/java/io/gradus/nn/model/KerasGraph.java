package io.gradus.nn.model;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model graph in which all operations between layers are Keras': what is written. The order of
/// the layers, and with it the places of their weights in files, follows from it.
final class KerasGraph {
  private final ModelGraph given;
  private final @Nullable ModelGraph converted;
  private final String refused;
  private @Nullable GraphNames names;

  private KerasGraph(ModelGraph given, @Nullable ModelGraph converted, String refused) {
    this.given = given;
    this.converted = converted;
    this.refused = refused;
  }

  /// {@return the graph in Keras' operations}
  static KerasGraph of(ModelGraph graph) {
    if (graph.nodes().stream().noneMatch(ModelNode.OfOp.class::isInstance)) {
      return new KerasGraph(graph, graph, "");
    }
    try {
      return new KerasGraph(graph, converted(graph), "");
    } catch (UnsupportedConfigException e) {
      return new KerasGraph(graph, null, String.valueOf(e.getMessage()));
    }
  }

  private static ModelGraph converted(ModelGraph graph) {
    Map<Tensor, Tensor> symbols = new IdentityHashMap<>();
    for (ModelNode node : graph.nodes()) {
      Values in = node.in().map(x -> symbols.getOrDefault(x, x));
      List<Tensor> out =
          switch (node) {
            case ModelNode.OfLayer(Layer layer, _, Values results) ->
                Symbol.call(layer, in, results.types());
            case ModelNode.OfOperation(KerasOperation operation, NodeArguments arguments, _, _) ->
                Symbol.call(operation, arguments.map(x -> symbols.getOrDefault(x, x)));
            case ModelNode.OfOp call -> OperationExport.of(call.op(), in.all(), call.out().types());
          };
      for (int i = 0; i < node.out().all().size(); i++) {
        symbols.put(node.out().all().get(i), out.get(i));
      }
    }
    return ModelGraph.between(graph.inputs(), graph.outputs().map(x -> symbols.getOrDefault(x, x)));
  }

  /// {@return the graph}
  ///
  /// @throws UnsupportedConfigException if Keras has no counterpart of an operation
  ModelGraph graph() {
    if (converted == null) {
      throw new UnsupportedConfigException(refused);
    }
    return converted;
  }

  private ModelGraph any() {
    return converted != null ? converted : given;
  }

  /// {@return the layers, in Keras' order}
  List<Layer> layers() {
    return LayerOrder.of(any());
  }

  /// {@return the names of layers and operations}
  GraphNames names() {
    GraphNames known = names;
    if (known == null) {
      known = new GraphNames(any());
      names = known;
    }
    return known;
  }

  /// {@return the name of what an output comes of}
  String outputName(int output) {
    ModelNode node = Symbol.node(any().outputs().all().get(output));
    return node == null ? "constant" : names().of(node.caller());
  }
}

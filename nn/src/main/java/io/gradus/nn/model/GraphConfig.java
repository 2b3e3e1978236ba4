package io.gradus.nn.model;

import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Layers;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a model graph as Keras does: each layer and operation with its calls, and in each call
/// the tensors as `[layer, call, output]`.
///
/// Calls are counted from 0 for each layer and operation, and only those of this model. A nested
/// functional model has one more among the model's outputs, where its own making counts as call 0,
/// but not among the arguments of calls: Keras counts so.
final class GraphConfig {
  private final ModelGraph graph;
  private final GraphNames names;
  private final Map<Tensor, Place> places = new IdentityHashMap<>();
  private final Map<Object, List<Map<String, Object>>> calls = new IdentityHashMap<>();

  /// A graph of layers and Keras' operations.
  GraphConfig(KerasGraph keras) {
    this.graph = keras.graph();
    this.names = keras.names();
    for (Tensor input : graph.inputs()) {
      if (Symbol.node(input) instanceof ModelNode.OfLayer node) {
        places.put(input, new Place(node.layer().name(), 0, 0));
      }
    }
    for (ModelNode node : graph.nodes()) {
      List<Map<String, Object>> made = calls.computeIfAbsent(node.caller(), _ -> new ArrayList<>());
      String caller = names.of(node.caller());
      for (int i = 0; i < node.out().all().size(); i++) {
        places.put(node.out().all().get(i), new Place(caller, made.size(), i));
      }
      made.add(
          written(
              switch (node) {
                case ModelNode.OfLayer call -> LayerCall.write(call.layer(), call.in());
                case ModelNode.OfOperation call -> call.arguments();
                case ModelNode.OfOp call ->
                    throw new IllegalStateException("not in Keras' operations: " + call.op());
              }));
    }
  }

  private Map<String, Object> written(NodeArguments arguments) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("args", value(arguments.args()));
    call.put("kwargs", value(arguments.kwargs()));
    return call;
  }

  // Lists and maps are never null.
  private Object value(Object arguments) {
    Object written = NodeValues.write(arguments, places::get);
    return written == null ? List.of() : written;
  }

  /// {@return the layers and operations, each with its calls}
  List<Map<String, @Nullable Object>> layers() {
    List<Map<String, @Nullable Object>> written = new ArrayList<>();
    for (Object caller : LayerOrder.callers(graph)) {
      String name = names.of(caller);
      Map<String, @Nullable Object> object =
          caller instanceof KerasOperation operation
              ? operation.write(name)
              : Layers.writeInner((Layer) caller);
      object.put("name", name);
      object.put("inbound_nodes", calls.getOrDefault(caller, List.of()));
      written.add(object);
    }
    return written;
  }

  /// {@return where the inputs or outputs come from}
  Object places(Structure structure, List<Tensor> tensors) {
    List<List<Object>> written = new ArrayList<>();
    for (Tensor tensor : tensors) {
      Place place = places.get(tensor);
      ModelNode node = Symbol.node(tensor);
      if (place == null || node == null) {
        throw new IllegalArgumentException(
            "functional: an output is a constant; got " + tensor.type());
      }
      boolean nested = node.caller() instanceof Functional;
      written.add(
          nested
              ? new Place(place.caller(), place.call() + 1, place.output()).written()
              : place.written());
    }
    return structure.pack(written.iterator());
  }
}

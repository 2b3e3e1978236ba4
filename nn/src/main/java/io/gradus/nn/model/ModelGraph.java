package io.gradus.nn.model;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.LayerTrace;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Op;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A model as a graph of layer calls, between symbolic tensors whose types may have unknown
/// lengths. An operation on such a tensor becomes a node too.
final class ModelGraph implements LayerTrace {
  private final String model;
  private final List<Node> nodes = new ArrayList<>();
  private Values inputs = Values.of();
  private Values outputs = Values.of();

  /// A call in the graph.
  sealed interface Node {
    /// {@return the symbolic inputs}
    Values in();

    /// {@return the symbolic outputs}
    Values out();

    /// {@return the outputs for real inputs}
    Values run(Values values, Call call);
  }

  /// A call of a layer.
  record LayerNode(Layer layer, Values in, Values out) implements Node {
    @Override
    public Values run(Values values, Call call) {
      return layer.call(values, call);
    }
  }

  /// An operation between layers.
  record OpNode(Op op, Values in, Values out) implements Node {
    @Override
    public Values run(Values values, Call call) {
      return new Values(Tensor.apply(op, values.all().toArray(Operand[]::new)));
    }
  }

  private ModelGraph(String model) {
    this.model = model;
  }

  /// {@return the types of the inputs}
  List<TensorType> inputTypes() {
    return inputs.types();
  }

  /// {@return the graph that the code records on inputs of these types}
  static ModelGraph trace(String model, UnaryOperator<Values> code, List<TensorType> types) {
    ModelGraph graph = new ModelGraph(model);
    graph.inputs = new Values(types.stream().map(type -> Tensor.symbolic(type, graph)).toList());
    graph.outputs = code.apply(graph.inputs);
    return graph;
  }

  @Override
  public Values call(Layer layer, Values in) {
    List<TensorType> types = layer.types(in.types(), Call.infer().inside(model));
    Values out = new Values(types.stream().map(type -> Tensor.symbolic(type, this)).toList());
    nodes.add(new LayerNode(layer, in, out));
    return out;
  }

  @Override
  public List<Tensor> record(Op op, List<Tensor> in, List<TensorType> types) {
    Values out = new Values(types.stream().map(type -> Tensor.symbolic(type, this)).toList());
    nodes.add(new OpNode(op, new Values(in), out));
    return out.all();
  }

  /// {@return the calls, in an order in which they can run}
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /// {@return the types of the outputs}
  List<TensorType> outputTypes() {
    return outputs.types();
  }

  /// {@return the outputs for real inputs}
  Values run(Values values, Call call) {
    Map<Tensor, Tensor> known = new IdentityHashMap<>();
    bind(known, inputs, values);
    for (Node node : nodes) {
      bind(known, node.out(), node.run(real(known, node.in()), call));
    }
    return real(known, outputs);
  }

  private static void bind(Map<Tensor, Tensor> known, Values symbols, Values values) {
    for (int i = 0; i < symbols.all().size(); i++) {
      known.put(symbols.all().get(i), values.all().get(i));
    }
  }

  // What is not in the map is a constant that the code brought along.
  private static Values real(Map<Tensor, Tensor> known, Values symbols) {
    return new Values(
        symbols.all().stream().map(symbol -> known.getOrDefault(symbol, symbol)).toList());
  }
}

package io.gradus.nn.model;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.LayerTrace;
import io.gradus.nn.layer.Values;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands behind the symbolic tensors of model graphs: each knows the call that it came of, so
/// that a graph is found by walking back from its outputs.
final class Symbol implements LayerTrace {
  // Null for the inputs of a graph that is being traced.
  private @Nullable ModelNode node;

  /// {@return the call that a symbolic tensor came of, or null if it came of none}
  static @Nullable ModelNode node(Tensor symbol) {
    return symbol.symbolOf() instanceof Symbol origin ? origin.node : null;
  }

  /// {@return a symbolic tensor that came of no call}
  static Tensor free(TensorType type) {
    return Tensor.symbolic(type, new Symbol());
  }

  /// {@return the output of an input layer}
  static Tensor input(InputLayer layer) {
    Symbol symbol = new Symbol();
    Values out = Values.of(Tensor.symbolic(layer.type(), symbol));
    symbol.node = new ModelNode.OfLayer(layer, Values.of(), out);
    return out.one();
  }

  @Override
  public Values call(Layer layer, Values in, Call call) {
    List<@Nullable Tensor> masks = new ArrayList<>();
    for (int i = 0; i < in.all().size(); i++) {
      masks.add(in.mask(i) != null ? in.mask(i) : mask(in.all().get(i)));
    }
    Symbol symbol = new Symbol();
    Values out =
        layer.outline(in.masked(masks), call.outline()).map(x -> Tensor.symbolic(x.type(), symbol));
    symbol.node = new ModelNode.OfLayer(layer, in, out);
    return out;
  }

  /// {@return the outputs of a call of a layer whose types are known, recorded}
  static List<Tensor> call(Layer layer, Values in, List<TensorType> types) {
    Symbol symbol = new Symbol();
    Values out = new Values(types.stream().map(type -> Tensor.symbolic(type, symbol)).toList());
    symbol.node = new ModelNode.OfLayer(layer, in, out);
    return out.all();
  }

  /// {@return the results of a call of an operation of Keras, recorded}
  static List<Tensor> call(KerasOperation operation, NodeArguments arguments) {
    Symbol symbol = new Symbol();
    List<TensorType> types = OperationOutline.types(operation, arguments);
    Values out = new Values(types.stream().map(type -> Tensor.symbolic(type, symbol)).toList());
    Values in = new Values(arguments.tensors());
    symbol.node = new ModelNode.OfOperation(operation, arguments, in, out);
    return out.all();
  }

  private static @Nullable Tensor mask(Tensor x) {
    ModelNode node = node(x);
    return node == null ? null : node.out().mask(node.out().all().indexOf(x));
  }

  @Override
  public List<Tensor> record(Op op, List<Tensor> in, List<TensorType> types) {
    Symbol symbol = new Symbol();
    Values out = new Values(types.stream().map(type -> Tensor.symbolic(type, symbol)).toList());
    symbol.node = new ModelNode.OfOp(op, new Values(in), out);
    return out.all();
  }
}

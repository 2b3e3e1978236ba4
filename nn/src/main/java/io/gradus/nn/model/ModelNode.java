package io.gradus.nn.model;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.TypeTrace;
import io.gradus.nn.layer.Values;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Op;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import java.util.Iterator;

/// A call in a model graph.
sealed interface ModelNode {
  /// {@return the symbolic inputs; masks only where the caller gave some}
  Values in();

  /// {@return the symbolic outputs}
  Values out();

  /// {@return the outputs for real inputs}
  Values run(Values values, Call call);

  /// {@return what is called: the layer, the operation of Keras, or for an operation of Gradus the
  /// node}
  default Object caller() {
    return switch (this) {
      case OfLayer node -> node.layer;
      case OfOperation node -> node.operation;
      case OfOp node -> node;
    };
  }

  /// A call of a layer.
  record OfLayer(Layer layer, Values in, Values out) implements ModelNode {
    @Override
    public Values run(Values values, Call call) {
      return layer.call(values, call);
    }
  }

  /// A call of an operation of Keras.
  ///
  /// @param arguments the arguments; their tensors are the inputs
  record OfOperation(KerasOperation operation, NodeArguments arguments, Values in, Values out)
      implements ModelNode {
    @Override
    public Values run(Values values, Call call) {
      Iterator<Tensor> next = values.all().iterator();
      NodeArguments real = arguments.map(_ -> next.next());
      // Types are found with lengths that the function may ask for and that are not known.
      if (values.all().stream().anyMatch(x -> x.symbolOf() instanceof TypeTrace)) {
        TypeTrace trace = new TypeTrace();
        return new Values(
            OperationOutline.types(operation, real).stream()
                .map(type -> Tensor.symbolic(type, trace))
                .toList());
      }
      return new Values(operation.call(real.args(), real.kwargs()));
    }
  }

  /// An operation between layers.
  record OfOp(Op op, Values in, Values out) implements ModelNode {
    @Override
    public Values run(Values values, Call call) {
      return new Values(Tensor.apply(op, values.all().toArray(Operand[]::new)));
    }
  }
}

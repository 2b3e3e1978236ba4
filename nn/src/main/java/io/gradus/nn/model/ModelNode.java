package io.gradus.nn.model;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Op;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;

/// A call in a model graph.
sealed interface ModelNode {
  /// {@return the symbolic inputs; masks only where the caller gave some}
  Values in();

  /// {@return the symbolic outputs}
  Values out();

  /// {@return the outputs for real inputs}
  Values run(Values values, Call call);

  /// A call of a layer.
  record OfLayer(Layer layer, Values in, Values out) implements ModelNode {
    @Override
    public Values run(Values values, Call call) {
      return layer.call(values, call);
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

package io.gradus.nn.layer;

import io.gradus.tensor.Op;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Trace;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// A trace that keeps nothing: it finds the types that code gives by running it on symbolic
/// tensors, so that no layer has a shape rule beside its forward function. A layer whose outputs
/// count as of another shape than they have, as in Keras, asks whether its input is of such a
/// trace.
public final class TypeTrace implements Trace {
  /// A trace of its own.
  public TypeTrace() {}

  @Override
  public List<Tensor> record(Op op, List<Tensor> inputs, List<TensorType> types) {
    return types.stream().map(type -> Tensor.symbolic(type, this)).toList();
  }
}

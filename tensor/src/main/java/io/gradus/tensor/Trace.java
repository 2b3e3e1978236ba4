package io.gradus.tensor;

import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Records what is done with symbolic tensors, which stand for values not known yet. Implemented by
/// program graphs here and by model graphs in the `nn` module.
public interface Trace {
  /// Records an operation, at least one of whose inputs is symbolic in this trace; others are
  /// constants. Returns symbolic results of the given types.
  List<Tensor> record(Op op, List<Tensor> inputs, List<TensorType> types);
}

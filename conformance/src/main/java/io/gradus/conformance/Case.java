package io.gradus.conformance;

import io.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One case: what its JSON says and the arrays beside it.
///
/// @param fields the JSON
/// @param arrays the arrays
record Case(Fields fields, CaseArrays arrays) {
  /// {@return a file beside the case's}
  Path file(String name) {
    return arrays.file().resolveSibling(name);
  }

  /// {@return the tensor of a referenced array}
  Tensor tensor(Object reference) {
    return arrays.tensor(reference);
  }

  /// {@return the sum of all outputs, each weighted with its upstream gradient: what the gradients
  /// in case files are of. An output whose upstream is null does not count}
  ///
  /// @param upstream references, in the order of the outputs
  Tensor weighted(List<Tensor> outputs, List<?> upstream) {
    Tensor sum = Tensor.of(0f);
    for (int i = 0; i < outputs.size(); i++) {
      @Nullable Tensor weights = arrays.tensorOrNull(upstream.get(i));
      if (weights != null) {
        sum = sum.add(outputs.get(i).mul(weights).sum());
      }
    }
    return sum;
  }
}

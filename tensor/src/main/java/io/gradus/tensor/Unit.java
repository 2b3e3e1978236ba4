package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import java.util.List;

/// What a program runs at a time.
sealed interface Unit {
  /// {@return the numbers of the values it reads}
  List<Integer> inputs();

  /// {@return the numbers of the values it computes}
  List<Integer> outputs();

  /// One operation.
  record Single(Op op, List<Integer> inputs, List<Integer> outputs) implements Unit {}

  /// A chain of element-wise operations, over `rows` rows of `length` elements.
  record Fused(Chain chain, int rows, int length, List<Integer> inputs, List<Integer> outputs)
      implements Unit {}
}

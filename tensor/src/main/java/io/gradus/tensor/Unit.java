package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.ChainLoop;
import io.gradus.tensor.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/// What a program runs at a time.
sealed interface Unit {
  /// {@return the numbers of the values it reads}
  List<Integer> inputs();

  /// {@return the numbers of the values it computes}
  List<Integer> outputs();

  /// {@return the loop that computes them from what it reads}
  ChainLoop loop(Kernels kernels);

  /// One operation.
  record Single(Op op, List<Integer> inputs, List<Integer> outputs) implements Unit {
    @Override
    public ChainLoop loop(Kernels kernels) {
      return (results, operands) -> op.run(kernels, results, operands);
    }
  }

  /// A chain of element-wise operations, over `rows` rows of `length` elements.
  record Fused(Chain chain, int rows, int length, List<Integer> inputs, List<Integer> outputs)
      implements Unit {
    @Override
    public ChainLoop loop(Kernels kernels) {
      return kernels.fuse(chain, rows, length);
    }
  }

  /// The product of the matrices `a` and `b`, and the chain that alone reads it, as its operand
  /// `product`.
  record Multiplied(int a, int b, int product, int columns, Fused then) implements Unit {
    @Override
    public List<Integer> inputs() {
      List<Integer> inputs = new ArrayList<>(then.inputs());
      inputs.remove(product);
      inputs.addAll(0, List.of(a, b));
      return inputs;
    }

    @Override
    public List<Integer> outputs() {
      return then.outputs();
    }

    @Override
    public ChainLoop loop(Kernels kernels) {
      return kernels.fuseProduct(then.chain(), product, columns);
    }
  }
}

package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Products of matrices.
public sealed interface Linear extends Valued permits Operand {
  /// {@return the matrix product over the last two axes, the others broadcast. A vector on the left
  /// counts as a row, on the right as a column, and that axis leaves the result (NumPy's `matmul`)}
  default Tensor matmul(Operand other) {
    return Apply.matmul(value(), other.value());
  }

  /// Matrix product over the last two axes, batched over the others. `dA = G·Bᵀ`, `dB = Aᵀ·G`.
  record MatMul() implements Op.Single {
    @Override
    public String name() {
      return "matmul";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType a = inputs.get(0);
      TensorType b = inputs.get(1);
      if (a.shape().rank() < 2 || b.shape().rank() < 2) {
        throw new ShapeException("matmul: needs at least one axis each; got %s · %s".formatted(a, b));
      }
      boolean known = a.shape().isKnown(-1) && b.shape().isKnown(-2);
      if (known && a.shape().dim(-1) != b.shape().dim(-2)) {
        throw new ShapeException(
            "matmul: inner dimensions differ: %s · %s, %d ≠ %d"
                .formatted(a, b, a.shape().dim(-1), b.shape().dim(-2)));
      }
      if (a.dtype() == DType.BOOL || a.dtype() == DType.UINT8) {
        throw new DTypeException("matmul: needs int32 or wider; got %s · %s".formatted(a, b));
      }
      long[] columns = b.shape().dims();
      Shape rows = a.shape().slice(0, a.shape().rank() - 1);
      return a.withShape(rows.concat(Shape.of(columns[columns.length - 1])));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.matmul(out, inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor g = at.gradient();
      return input == 0
          ? g.matmul(at.input(1).swapAxes(-1, -2))
          : at.input(0).swapAxes(-1, -2).matmul(g);
    }
  }
}

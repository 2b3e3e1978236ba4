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
  /// counts as a row, on the right as a column, and that axis leaves the result (NumPy's `matmul`).
  /// The type is the promoted one, but `int8` with `int8` gives `int32` as in Keras}
  default Tensor matmul(Operand other) {
    return Apply.matmul(value(), other.value());
  }

  /// Matrix product over the last two axes, batched over the others. `dA = G·Bᵀ`, `dB = Aᵀ·G`.
  record MatMul() implements Op.Single {
    @Override
    public String name() {
      return "matmul";
    }

    // Also for vectors, so that messages show the operands as they were given.
    static void check(TensorType a, TensorType b) {
      long[] p = a.shape().dims();
      long[] q = b.shape().dims();
      if (p.length == 0 || q.length == 0) {
        throw new ShapeException(
            "matmul: needs at least one axis each; got %s · %s".formatted(a, b));
      }
      long columns = p[p.length - 1];
      long rows = q[Math.max(0, q.length - 2)];
      if (columns != rows && columns != Shape.UNKNOWN && rows != Shape.UNKNOWN) {
        throw new ShapeException(
            "matmul: inner dimensions differ: %s · %s, %d ≠ %d".formatted(a, b, columns, rows));
      }
      for (int i = 3; i <= Math.min(p.length, q.length); i++) {
        long m = p[p.length - i];
        long n = q[q.length - i];
        if (m != n && m != 1 && n != 1 && m != Shape.UNKNOWN && n != Shape.UNKNOWN) {
          throw new ShapeException(
              "matmul: shapes do not broadcast: %s · %s, %d ≠ %d at axis -%d"
                  .formatted(a, b, m, n, i));
        }
      }
      if (a.dtype().promote(b.dtype()) == DType.BOOL) {
        throw new DTypeException("matmul: needs numbers; got %s · %s".formatted(a, b));
      }
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType a = inputs.get(0);
      TensorType b = inputs.get(1);
      check(a, b);
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

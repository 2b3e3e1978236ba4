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
  /// The type is the promoted one, but `int8` with `int8` gives `int32` as in Keras. Of two `bool`
  /// operands a product is whether both are true, and a sum whether any is}
  default Tensor matmul(Operand other) {
    return Apply.matmul(value(), other.value());
  }

  /// {@return NumPy's `dot`: the sum of products over the last axis of this tensor and the last but
  /// one of the other, or its only one, so that `[a, b, c, d]·[d] → [a, b, c]` and `[a, b, c,
  /// d]·[e, d, f] → [a, b, c, e, f]`; a scalar multiplies}
  ///
  /// @throws ShapeException if the lengths of these axes differ
  default Tensor dot(Operand other) {
    return Products.dot(value(), other.value());
  }

  /// {@return the sum of products over the last axes of both: `[a, b, n]·[c, n] → [a, b, c]`; a
  /// scalar multiplies}
  ///
  /// @throws ShapeException if the lengths of these axes differ
  default Tensor inner(Operand other) {
    return Products.inner(value(), other.value());
  }

  /// {@return the products of each element with each of the other tensor, both in row-major order:
  /// `[m·n]`}
  default Tensor outer(Operand other) {
    return value().reshape(-1, 1).mul(other.value().reshape(1, -1));
  }

  /// {@return the sum of the products of the elements of both, in row-major order}
  ///
  /// @throws ShapeException if the tensors differ in size
  default Tensor vdot(Operand other) {
    return Products.contract(
        "vdot", value().flatten(), other.value().flatten(), new int[] {0}, new int[] {0});
  }

  /// {@return the sum of products over the last `axes` axes of this tensor and the first of the
  /// other; the products of all elements for 0}
  ///
  /// @throws ShapeException if there are fewer axes or their lengths differ
  default Tensor tensorDot(Operand other, int axes) {
    return Products.tensorDot(value(), other.value(), axes);
  }

  /// {@return the sum of products over pairs of axes, one of this tensor and one of the other; the
  /// remaining axes of this tensor come before those of the other}
  ///
  /// @throws ShapeException if the lists or the lengths of a pair differ, or an axis is named twice
  default Tensor tensorDot(Operand other, int[] axes, int[] otherAxes) {
    return Products.contract("tensorDot", value(), other.value(), axes, otherAxes);
  }

  /// {@return the correlation of two vectors, `cₖ = Σₙ aₙ₊ₖ·vₙ`, for the shifts that the overlap
  /// says (`numpy.correlate`); integers give `float32`}
  ///
  /// @throws ShapeException if an operand is no vector or empty
  default Tensor correlate(Operand other, Overlap overlap) {
    return Products.correlate(value(), other.value(), overlap);
  }

  /// {@return the Euclidean distance of each row of this tensor from each row of the other: `[…, m,
  /// d]` and `[…, n, d]` give `[…, m, n]` (Keras' `cdist`); integers give `float32`. Its gradient
  /// is 0 where it is 0}
  ///
  /// @throws ShapeException if there are fewer than two axes or the last ones differ in length
  default Tensor cdist(Operand other) {
    return Products.distances(value(), other.value());
  }

  /// {@return the cross product of vectors of length 3 or 2 along the last axes; other axes
  /// broadcast. For two vectors of length 2 the third component alone, without that axis}
  ///
  /// @throws ShapeException if the vectors have other lengths
  default Tensor cross(Operand other) {
    return Products.cross(value(), other.value());
  }

  /// {@return Kronecker's product: each element of this tensor times the whole other one, in its
  /// place; the tensor with fewer axes gets axes of length 1 in front}
  default Tensor kron(Operand other) {
    return Products.kron(value(), other.value());
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
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType a = inputs.get(0);
      TensorType b = inputs.get(1);
      check(a, b);
      if (a.dtype() == DType.BOOL) {
        throw new DTypeException("matmul: needs numbers; got %s · %s".formatted(a, b));
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
    public long flops(List<TensorType> inputs, List<TensorType> outputs) {
      return 2 * outputs.getFirst().shape().size() * inputs.getFirst().shape().dim(-1);
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

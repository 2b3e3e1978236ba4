package io.gradus.tensor;

import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.BitSet;
import java.util.List;

/// What operations on the matrices of the last two axes share: their rules and the parts that their
/// gradients are made of.
final class MatrixOperands {
  private MatrixOperands() {}

  /// {@return the results of an operation in the operand's floating type, computed in a type that
  /// has kernels; integer results stay}
  static List<Tensor> all(Op op, Tensor x) {
    DType dtype = x.dtype().toFloating();
    return Apply.all(op, List.of(x.cast(dtype.computed()))).stream()
        .map(result -> result.dtype().isFloating() ? result.cast(dtype) : result)
        .toList();
  }

  static void checkMatrix(String operation, TensorType x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException("%s: needs at least two axes; got %s".formatted(operation, x));
    }
  }

  static void checkSquare(String operation, TensorType x) {
    Shape shape = x.shape();
    boolean open = shape.rank() >= 2 && !(shape.isKnown(-1) && shape.isKnown(-2));
    if (shape.rank() < 2 || (!open && shape.dim(-1) != shape.dim(-2))) {
      throw new ShapeException("%s: needs square matrices; got %s".formatted(operation, x));
    }
  }

  static List<TensorType> eigenTypes(String operation, TensorType x) {
    checkSquare(operation, x);
    return List.of(x.withShape(x.shape().slice(0, x.shape().rank() - 1)), x);
  }

  /// {@return the smaller of the numbers of rows and columns, if both are known}
  static long least(TensorType x) {
    Shape shape = x.shape();
    boolean known = shape.isKnown(-1) && shape.isKnown(-2);
    return known ? Math.min(shape.dim(-1), shape.dim(-2)) : Shape.UNKNOWN;
  }

  static int rows(Strided x) {
    return Math.toIntExact(x.dim(-2));
  }

  static int columns(Strided x) {
    return Math.toIntExact(x.dim(-1));
  }

  static void mark(BitSet wrong, int item) {
    synchronized (wrong) {
      wrong.set(item);
    }
  }

  /// Throws for the first matrix that is marked.
  static void refuse(String rule, BitSet wrong, Strided x) {
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "%s; got %s, those of number %d are not".formatted(rule, x.type(), wrong.nextSetBit(0)));
    }
  }

  static Tensor transposed(Tensor x) {
    return x.swapAxes(-1, -2);
  }

  static Tensor identity(Tensor x, long n) {
    return Apply.beside(x, () -> Tensor.eye(n, n, 0, x.dtype()));
  }

  static Tensor rows(Tensor x, long from, long to) {
    return x.get(Index.ELLIPSIS, Index.range(from, to), Index.ALL);
  }

  static Tensor columns(Tensor x, long from, long to) {
    return x.get(Index.ELLIPSIS, Index.range(from, to));
  }

  /// {@return `1/(vⱼ − vᵢ)` at row `i` and column `j`, 0 on the diagonal}
  static Tensor gaps(Tensor values) {
    Tensor identity = identity(values, values.dim(-1));
    Tensor differences = values.expandDims(-2).sub(values.expandDims(-1));
    return differences.add(identity).reciprocal().sub(identity);
  }
}

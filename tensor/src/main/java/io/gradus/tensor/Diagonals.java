package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Diagonals and triangles of matrices. Diagonal 0 is the main one; positive ones lie above it,
/// negative ones below.
public sealed interface Diagonals extends Valued permits Operand {
  /// {@return the main diagonals of the matrices in the last two axes, as a view}
  default Tensor diagonal() {
    return diagonal(0, -2, -1);
  }

  /// {@return the diagonals of the matrices in two axes, which leave the tensor; the diagonal comes
  /// last. A view}
  ///
  /// @throws ShapeException if the axes are the same or out of range
  default Tensor diagonal(long offset, int rows, int columns) {
    Tensor x = value();
    int a = x.shape().axis("diagonal", rows);
    int b = x.shape().axis("diagonal", columns);
    if (a == b) {
      throw new ShapeException(
          "diagonal: the axes must differ; got %d and %d for %s"
              .formatted(rows, columns, x.type()));
    }
    return Apply.one(
        new Diagonal(offset), x.moveAxis(new int[] {a, b}, new int[] {x.rank() - 2, x.rank() - 1}));
  }

  /// {@return the sum of the main diagonal of the matrices in the last two axes}
  default Tensor trace() {
    return trace(0);
  }

  /// {@return the sum of a diagonal, 0 being the main one, of the matrices in the last two axes}
  default Tensor trace(long offset) {
    return trace(offset, -2, -1);
  }

  /// {@return the sum of a diagonal of the matrices in two axes, which leave the tensor}
  ///
  /// @throws ShapeException if the axes are the same or out of range
  default Tensor trace(long offset, int rows, int columns) {
    return value().diagonal(offset, rows, columns).sum(-1);
  }

  /// {@return for a vector the square matrix with it as main diagonal and zeros elsewhere; for a
  /// matrix its main diagonal}
  default Tensor diag() {
    return diag(0);
  }

  /// {@return for a vector the smallest square matrix with it as diagonal `offset` and zeros
  /// elsewhere; for a matrix that diagonal}
  ///
  /// @throws ShapeException if this is neither a vector nor a matrix
  default Tensor diag(long offset) {
    Tensor x = value();
    return switch (x.rank()) {
      case 1 -> {
        long side = x.dim(0) + Math.abs(offset);
        yield Apply.one(new FromDiagonal(offset, side, side), x);
      }
      case 2 -> x.diagonal(offset, 0, 1);
      default -> throw new ShapeException("diag: needs a vector or a matrix; got " + x.type());
    };
  }

  /// {@return the smallest square matrix with the elements in row-major order as diagonal `offset`
  /// and zeros elsewhere (NumPy's `diagflat`)}
  default Tensor diagFlat(long offset) {
    return value().flatten().diag(offset);
  }

  /// {@return Vandermonde's matrix of a vector: a row of powers `xⁿ⁻¹, …, x, 1` for each element,
  /// or in rising order (`numpy.vander`)}
  ///
  /// @param columns how many powers
  /// @throws ShapeException if this is no vector or the number is negative
  default Tensor vander(int columns, boolean increasing) {
    Tensor x = value();
    if (x.rank() != 1 || columns < 0) {
      throw new ShapeException(
          "vander: needs a vector and at least 0 columns; got %s, %d".formatted(x.type(), columns));
    }
    if (x.dtype() == DType.BOOL) {
      return x.cast(DType.INT32).vander(columns, increasing).cast(DType.BOOL);
    }
    Tensor rising = Apply.beside(x, () -> Tensor.arange(columns)).cast(x.dtype());
    return x.expandDims(1).pow(increasing ? rising : rising.flip(0));
  }

  /// {@return the matrices in the last two axes with zeros above diagonal `offset`}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Tensor tril(long offset) {
    Tensor x = value();
    return triangle("tril", x, offset).where(x, Apply.beside(x, () -> zero(x.dtype())));
  }

  /// {@return the matrices in the last two axes with zeros above the main diagonal}
  default Tensor tril() {
    return tril(0);
  }

  /// {@return the matrices in the last two axes with zeros below diagonal `offset`}
  ///
  /// @throws ShapeException if there are fewer than two axes
  default Tensor triu(long offset) {
    Tensor x = value();
    return triangle("triu", x, offset - 1).where(Apply.beside(x, () -> zero(x.dtype())), x);
  }

  /// {@return the matrices in the last two axes with zeros below the main diagonal}
  default Tensor triu() {
    return triu(0);
  }

  private static Tensor zero(DType dtype) {
    return Tensor.scalar(dtype, 0);
  }

  /// {@return where the column is at most the row plus the offset}
  private static Tensor triangle(String operation, Tensor x, long offset) {
    if (x.rank() < 2) {
      throw new ShapeException(operation + ": needs at least two axes; got " + x.type());
    }
    int rows = Math.toIntExact(x.dim(-2));
    int columns = Math.toIntExact(x.dim(-1));
    return Apply.beside(
        x,
        () ->
            Tensor.arange(columns)
                .cast(DType.INT64)
                .lessEqual(Tensor.arange(rows).cast(DType.INT64).add(offset).expandDims(1)));
  }

  /// A diagonal of the matrices in the last two axes, as a view. `dx` is zero but for that
  /// diagonal, where it is `g`.
  ///
  /// @param offset how far above the main one
  record Diagonal(long offset) implements Op.View {
    @Override
    public TensorType type(List<TensorType> inputs) {
      Shape shape = inputs.getFirst().shape();
      long rows = shape.dim(-2) + Math.min(0, offset);
      long columns = shape.dim(-1) - Math.max(0, offset);
      long length = Math.max(0, Math.min(rows, columns));
      Shape outer = shape.slice(0, shape.rank() - 2);
      return inputs.getFirst().withShape(outer.concat(Shape.of(length)));
    }

    @Override
    public Strided view(Strided x) {
      Shape shape = type(List.of(x.type())).shape();
      long[] strides = new long[shape.rank()];
      for (int axis = 0; axis < strides.length - 1; axis++) {
        strides[axis] = x.stride(axis);
      }
      strides[strides.length - 1] = x.stride(-2) + x.stride(-1);
      long first = offset < 0 ? -offset * x.stride(-2) : offset * x.stride(-1);
      return x.restride(shape, strides, shape.size() == 0 ? 0 : first);
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Shape shape = at.inputType(0).shape();
      return Apply.one(new FromDiagonal(offset, shape.dim(-2), shape.dim(-1)), at.gradient());
    }
  }

  /// Matrices with the last axis as a diagonal and zeros elsewhere. `dx` is that diagonal of `g`.
  ///
  /// @param offset how far above the main one
  /// @param rows the rows of the matrices
  /// @param columns their columns
  record FromDiagonal(long offset, long rows, long columns) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      TensorType x = inputs.getFirst();
      Shape outer = x.shape().slice(0, x.shape().rank() - 1);
      TensorType matrices = x.withShape(outer.concat(Shape.of(rows, columns)));
      if (!new Diagonal(offset).type(List.of(matrices)).equals(x)) {
        throw new ShapeException(
            "fromDiagonal: the last axis must be as long as diagonal %d of %d × %d; got %s"
                .formatted(offset, rows, columns, x));
      }
      return matrices;
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.fill(out, 0);
      kernels.copy(new Diagonal(offset).view(out), inputs.getFirst());
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      return Apply.one(new Diagonal(offset), at.gradient());
    }
  }
}

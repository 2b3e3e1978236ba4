package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Square matrices over the last two axes: factors, determinants, inverses and systems of
/// equations. Other axes are a batch. All is computed in `float64` and given in the operand's type;
/// integers give `float32`.
public sealed interface LinearAlgebra extends Valued permits Operand {
  /// {@return the lower triangular matrix `L` with positive diagonal for which `L·Lᵀ` is this
  /// symmetric one, of which only the lower triangle is read}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if one is not positive definite
  default Tensor cholesky() {
    return one(new Cholesky(), value());
  }

  /// {@return the determinants, without the last two axes. Their gradient needs the inverses}
  ///
  /// @throws ShapeException if the matrices are not square
  default Tensor det() {
    return one(new Det(), value());
  }

  /// {@return the inverse matrices}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if one is singular
  default Tensor inv() {
    Tensor x = value();
    var _ = new Det().type(List.of(x.type().withDType(x.dtype().toFloating())), "inv");
    return solution(new Solve(), x, identity(x));
  }

  /// {@return the solution `X` of `A·X = B`, where `A` is this tensor, `[…, n, n]`, and `B` is `[…,
  /// n, k]`, or `[…, n]` for one right side with an axis less than `A`}
  ///
  /// @throws ShapeException if `A` is not square or `B` does not fit
  /// @throws IllegalArgumentException if a matrix is singular
  default Tensor solve(Operand other) {
    return sides(new Solve(), value(), other.value());
  }

  /// {@return the solution `X` of `A·X = B` as of [#solve], where of `A` only one triangle is read
  /// and the other counts as zeros}
  ///
  /// @param lower whether it is the lower triangle
  /// @throws ShapeException if `A` is not square or `B` does not fit
  /// @throws IllegalArgumentException if an element of the diagonal is 0
  default Tensor solveTriangular(Operand other, boolean lower) {
    return sides(new SolveTriangular(lower), value(), other.value());
  }

  private static Tensor identity(Tensor x) {
    long n = x.dim(-1);
    return Apply.beside(x, () -> Tensor.eye(n, n, 0, x.dtype().toFloating()));
  }

  private static Tensor one(Op op, Tensor x) {
    DType dtype = x.dtype().toFloating();
    return Apply.one(op, x.cast(dtype.computed())).cast(dtype);
  }

  private static Tensor sides(Op op, Tensor a, Tensor b) {
    boolean one = b.rank() > 0 && b.rank() == a.rank() - 1;
    return one ? solution(op, a, b.expandDims(-1)).squeeze(-1) : solution(op, a, b);
  }

  private static Tensor solution(Op op, Tensor a, Tensor b) {
    DType dtype = a.dtype().toFloating().promote(b.dtype());
    Tensor matrix = a.cast(dtype.computed());
    Tensor sides = b.cast(dtype.computed());
    var _ = op.types(List.of(matrix.type(), sides.type()));
    Shape outer = Shape.broadcast(op.name(), outer(matrix), outer(sides));
    Tensor x =
        Apply.two(
            op,
            matrix.broadcastTo(outer.concat(matrix.shape().from(matrix.rank() - 2))),
            sides.broadcastTo(outer.concat(sides.shape().from(sides.rank() - 2))));
    return x.cast(dtype);
  }

  private static TensorType outer(Tensor x) {
    return x.type().withShape(x.shape().slice(0, x.rank() - 2));
  }

  private static void checkSquare(String operation, TensorType x) {
    Shape shape = x.shape();
    boolean open = shape.rank() >= 2 && !(shape.isKnown(-1) && shape.isKnown(-2));
    if (shape.rank() < 2 || (!open && shape.dim(-1) != shape.dim(-2))) {
      throw new ShapeException("%s: needs square matrices; got %s".formatted(operation, x));
    }
  }

  private static TensorType solutionType(String operation, List<TensorType> inputs) {
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    checkSquare(operation, a);
    int rank = b.shape().rank();
    boolean open = rank >= 2 && !(a.shape().isKnown(-1) && b.shape().isKnown(-2));
    if (rank < 2 || (!open && b.shape().dim(-2) != a.shape().dim(-1))) {
      throw new ShapeException(
          "%s: the right sides must have as many rows as the matrix; got a=%s, b=%s"
              .formatted(operation, a, b));
    }
    return b;
  }

  private static Tensor transposed(Tensor x) {
    return x.swapAxes(-1, -2);
  }

  /// The lower triangular factor. With `P = Φ(Lᵀ·G)`, the lower triangle with its diagonal halved,
  /// `S = L⁻ᵀ·P·L⁻¹` gives `dA = (S + Sᵀ)/2` (Murray, *Differentiation of the Cholesky
  /// decomposition*, 2016).
  record Cholesky() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      checkSquare(name(), inputs.getFirst());
      return inputs.getFirst();
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.cholesky(out, inputs.getFirst());
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor factor = at.output(0);
      Tensor up = transposed(factor);
      Tensor product = up.matmul(at.gradient());
      Tensor halved = product.tril().add(product.tril(-1)).mul(0.5);
      Tensor left = up.solveTriangular(halved, false);
      Tensor both = transposed(up.solveTriangular(transposed(left), false));
      return both.add(transposed(both)).mul(0.5);
    }
  }

  /// The determinant. `dA = g·det(A)·A⁻ᵀ`.
  record Det() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return type(inputs, name());
    }

    TensorType type(List<TensorType> inputs, String operation) {
      TensorType x = inputs.getFirst();
      checkSquare(operation, x);
      return x.withShape(x.shape().slice(0, x.shape().rank() - 2));
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.determinant(out, inputs.getFirst());
    }

    @Override
    public boolean readsInput(int input) {
      return true;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor factor = at.gradient().mul(at.output(0)).expandDims(-1).expandDims(-1);
      return transposed(at.input(0).inv()).mul(factor);
    }
  }

  /// The solution of `A·X = B`. `dB = A⁻ᵀ·G`, `dA = −dB·Xᵀ`.
  record Solve() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return solutionType(name(), inputs);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.solve(out, inputs.get(0), inputs.get(1));
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor ofSides = transposed(at.input(0)).solve(at.gradient());
      return input == 1 ? ofSides : ofSides.matmul(transposed(at.output(0))).neg();
    }
  }

  /// The solution of `A·X = B` for triangular `A`. `dB = A⁻ᵀ·G`, `dA` is that triangle of `−dB·Xᵀ`.
  ///
  /// @param lower whether the lower triangle is read
  record SolveTriangular(boolean lower) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return solutionType(name(), inputs);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      kernels.solveTriangular(out, inputs.get(0), inputs.get(1), lower);
    }

    @Override
    public boolean readsInput(int input) {
      return input == 0;
    }

    @Override
    public boolean readsOutput(int output) {
      return true;
    }

    @Override
    public Tensor gradient(int input, Backward at) {
      Tensor ofSides = transposed(at.input(0)).solveTriangular(at.gradient(), !lower);
      if (input == 1) {
        return ofSides;
      }
      Tensor all = ofSides.matmul(transposed(at.output(0))).neg();
      return lower ? all.tril() : all.triu();
    }
  }
}

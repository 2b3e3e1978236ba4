package io.gradus.tensor;

import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Matrices over the last two axes: determinants, inverses, powers, ranks and systems of equations.
/// Other axes are a batch. All is computed in `float64` and given in the operand's type; integers
/// give `float32`.
public sealed interface LinearAlgebra extends Valued permits Operand {
  /// The sign of a determinant and the logarithm of its size.
  ///
  /// @param sign 1, −1, or 0 of a singular matrix
  /// @param logarithm the natural logarithm, −∞ of a singular matrix
  record SignedLogarithm(Tensor sign, Tensor logarithm) {}

  /// {@return the lower triangular matrix `L` with positive diagonal for which `L·Lᵀ` is this
  /// symmetric one, of which only the lower triangle is read}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if one is not positive definite
  default Tensor cholesky() {
    return one(new Cholesky(), value());
  }

  /// {@return the factor of [#cholesky()], or if upper `Lᵀ`, for which the upper triangle is read}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if one is not positive definite
  default Tensor cholesky(boolean upper) {
    Tensor x = value();
    MatrixOperands.checkSquare("cholesky", x.type());
    return upper ? transposed(transposed(x).cholesky()) : x.cholesky();
  }

  /// {@return the inverse of `L·Lᵀ`, where `L` is the lower triangle of this tensor, a factor as
  /// [#cholesky()] gives it; if upper, of `Uᵀ·U` for its upper triangle `U`}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if an element of the diagonal is 0
  default Tensor choleskyInverse(boolean upper) {
    Tensor x = value();
    MatrixOperands.checkSquare("choleskyInverse", x.type());
    Tensor inverse = sides(new SolveTriangular("choleskyInverse", !upper), x, identity(x));
    Tensor other = transposed(inverse);
    return upper ? inverse.matmul(other) : other.matmul(inverse);
  }

  /// {@return the determinants, without the last two axes. Their gradient needs the inverses}
  ///
  /// @throws ShapeException if the matrices are not square
  default Tensor det() {
    return one(new Det(), value());
  }

  /// {@return the signs of the determinants and the logarithms of their sizes, which overflow less
  /// than the determinants. The gradient needs the inverses}
  ///
  /// @throws ShapeException if the matrices are not square
  default SignedLogarithm slogDet() {
    List<Tensor> parts = MatrixOperands.all(new SlogDet(), value());
    return new SignedLogarithm(parts.get(0), parts.get(1));
  }

  /// {@return the logarithms of the determinants, −∞ where they are 0 and NaN where they are
  /// negative}
  ///
  /// @throws ShapeException if the matrices are not square
  default Tensor logDet() {
    MatrixOperands.checkSquare("logDet", value().type());
    SignedLogarithm parts = slogDet();
    return parts.sign().greaterEqual(0).where(parts.logarithm(), Double.NaN);
  }

  /// {@return the inverse matrices}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if one is singular
  default Tensor inv() {
    Tensor x = value();
    var _ = new Det().type(List.of(x.type().withDType(x.dtype().toFloating())), "inv");
    return new Solve("inv").inverse(x);
  }

  /// {@return the solution `X` of `A·X = B`, where `A` is this tensor, `[…, n, n]`, and `B` is `[…,
  /// n, k]`, or `[…, n]` for one right side with an axis less than `A`}
  ///
  /// @throws ShapeException if `A` is not square or `B` does not fit
  /// @throws IllegalArgumentException if a matrix is singular
  default Tensor solve(Operand other) {
    return sides(new Solve("solve"), value(), other.value());
  }

  /// {@return the solution `X` of `A·X = B` as of [#solve], where of `A` only one triangle is read
  /// and the other counts as zeros}
  ///
  /// @param lower whether it is the lower triangle
  /// @throws ShapeException if `A` is not square or `B` does not fit
  /// @throws IllegalArgumentException if an element of the diagonal is 0
  default Tensor solveTriangular(Operand other, boolean lower) {
    return sides(new SolveTriangular("solveTriangular", lower), value(), other.value());
  }

  /// {@return the Moore–Penrose inverses, `[…, n, m]`, of matrices `[…, m, n]` of any rank.
  /// Singular values count as 0 up to `max(m, n)` times the precision of the type times the
  /// largest}
  ///
  /// @throws ShapeException if there are fewer than two axes
  /// @throws IllegalArgumentException if an element is NaN or infinite
  default Tensor pinv() {
    MatrixOperands.checkMatrix("pinv", value().type());
    return pinv(precision(value()));
  }

  /// {@return the Moore–Penrose inverses, where singular values count as 0 up to this share of the
  /// largest}
  ///
  /// @throws ShapeException if there are fewer than two axes
  /// @throws IllegalArgumentException if the share is negative, or an element is NaN or infinite
  default Tensor pinv(double cutoff) {
    if (!(cutoff >= 0)) {
      throw new IllegalArgumentException("pinv: the cutoff must not be negative; got " + cutoff);
    }
    return one(new PseudoInverse(cutoff), value());
  }

  /// {@return the vector or matrix `X` for which `A·X − B` is least in its sum of squares, and of
  /// these the one that is least itself, where `A` is this tensor, `[m, n]`, and `B` `[m]` or `[m,
  /// k]`. Singular values of `A` count as 0 as of [#pinv()]}
  ///
  /// @throws ShapeException if the operands do not fit
  /// @throws IllegalArgumentException if an element of `A` is NaN or infinite
  default Tensor lstsq(Operand other) {
    checkLeastSquares(value(), other.value());
    return lstsq(other, precision(value()));
  }

  /// {@return the least-squares solution as of [#lstsq(Operand)], where singular values of `A`
  /// count as 0 up to this share of the largest; a negative one stands for the precision of the
  /// type}
  ///
  /// @throws ShapeException if the operands do not fit
  /// @throws IllegalArgumentException if an element of `A` is NaN or infinite
  default Tensor lstsq(Operand other, double cutoff) {
    Tensor a = value();
    Tensor b = other.value();
    checkLeastSquares(a, b);
    DType dtype = a.dtype().toFloating().promote(b.dtype());
    double least = cutoff >= 0 ? cutoff : epsilon(a.dtype().toFloating().computed());
    Tensor inverse = a.cast(DType.FLOAT64).pinv(least);
    return inverse.matmul(b.cast(DType.FLOAT64)).cast(dtype);
  }

  /// {@return the ranks of matrices `[…, m, n]`, as `int32`: how many singular values exceed
  /// `max(m, n)` times the precision of the type times the largest}
  ///
  /// @throws ShapeException if there are fewer than two axes
  /// @throws IllegalArgumentException if an element is NaN or infinite
  default Tensor matrixRank() {
    MatrixOperands.checkMatrix("matrixRank", value().type());
    Tensor s = valuesForRank();
    // Of none there is no largest.
    Tensor limit = s.dim(-1) == 0 ? s : s.get(Index.ELLIPSIS, Index.to(1)).mul(precision(value()));
    return s.greater(limit).cast(DType.INT32).sum(-1);
  }

  /// {@return the ranks of matrices, as `int32`: how many singular values exceed the number}
  ///
  /// @throws ShapeException if there are fewer than two axes
  /// @throws IllegalArgumentException if an element is NaN or infinite
  default Tensor matrixRank(double tolerance) {
    MatrixOperands.checkMatrix("matrixRank", value().type());
    return valuesForRank().greater(tolerance).cast(DType.INT32).sum(-1);
  }

  private Tensor valuesForRank() {
    return value().stopGradient().cast(DType.FLOAT64).singularValues();
  }

  /// {@return the product of `n` of this square matrix; the identity for 0, a product of inverses
  /// for negative numbers. Integers stay integers but for those}
  ///
  /// @throws ShapeException if the matrices are not square
  /// @throws IllegalArgumentException if `n` is negative and a matrix is singular
  default Tensor matrixPower(int n) {
    Tensor x = value();
    MatrixOperands.checkSquare("matrixPower", x.type());
    Tensor square = n < 0 ? new Solve("matrixPower").inverse(x) : x;
    DType dtype = square.dtype();
    Tensor power = null;
    for (long left = Math.abs((long) n); left > 0; left /= 2) {
      if (left % 2 == 1) {
        power = power == null ? square : power.matmul(square).cast(dtype);
      }
      square = left > 1 ? square.matmul(square).cast(dtype) : square;
    }
    return power != null ? power : MatrixOperands.identity(x, x.dim(-1)).broadcastTo(x.shape());
  }

  private static void checkLeastSquares(Tensor a, Tensor b) {
    boolean fits = a.rank() == 2 && (b.rank() == 1 || b.rank() == 2);
    if (!fits || (a.shape().isKnown(0) && b.shape().isKnown(0) && a.dim(0) != b.dim(0))) {
      throw new ShapeException(
          "lstsq: needs a matrix and as many right sides, a vector or a matrix; got a=%s, b=%s"
              .formatted(a.type(), b.type()));
    }
  }

  /// {@return the largest length of a matrix times the precision of its type}
  private static double precision(Tensor x) {
    return Math.max(x.dim(-1), x.dim(-2)) * epsilon(x.dtype().toFloating().computed());
  }

  private static double epsilon(DType dtype) {
    return dtype == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
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

  private static TensorType solutionType(String operation, List<TensorType> inputs) {
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    MatrixOperands.checkSquare(operation, a);
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
    return MatrixOperands.transposed(x);
  }

  /// The lower triangular factor. With `P = Φ(Lᵀ·G)`, the lower triangle with its diagonal halved,
  /// `S = L⁻ᵀ·P·L⁻¹` gives `dA = (S + Sᵀ)/2` (Murray, *Differentiation of the Cholesky
  /// decomposition*, 2016).
  record Cholesky() implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      MatrixOperands.checkSquare(name(), inputs.getFirst());
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
      MatrixOperands.checkSquare(operation, x);
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
      return transposed(new Solve("detGradient").inverse(at.input(0))).mul(factor);
    }
  }

  /// The solution of `A·X = B`. `dB = A⁻ᵀ·G`, `dA = −dB·Xᵀ`.
  ///
  /// @param name the operation that asks for it, in messages
  record Solve(String name) implements Op.Single {
    /// {@return the inverses that the operation needs}
    Tensor inverse(Tensor x) {
      return solution(this, x, identity(x));
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      return solutionType(name(), inputs);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      try {
        kernels.solve(out, inputs.get(0), inputs.get(1));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
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
  /// @param name the operation that asks for it, in messages
  /// @param lower whether the lower triangle is read
  record SolveTriangular(String name, boolean lower) implements Op.Single {
    @Override
    public TensorType type(List<TensorType> inputs) {
      return solutionType(name(), inputs);
    }

    @Override
    public void run(Kernels kernels, Strided out, List<Strided> inputs) {
      try {
        kernels.solveTriangular(out, inputs.get(0), inputs.get(1), lower);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
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

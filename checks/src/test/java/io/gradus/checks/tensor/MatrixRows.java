package io.gradus.checks.tensor;

import static io.gradus.tensor.type.DType.INT32;

import io.gradus.tensor.LinearAlgebra;
import io.gradus.tensor.Movement;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.stream.Stream;

/// Rows for square matrices: factors, determinants, inverses and equations; and for the gradient
/// that stops. Operands are moved away from singular matrices by a large diagonal.
final class MatrixRows {
  private static final String[] SQUARE = {"[1,1]", "[3,3]", "[4,4]", "[2,3,3]", "[0,3,3]"};
  private static final String[] SIDES = {
    "[1,1] [1,1]",
    "[3,3] [3,2]",
    "[2,3,3] [2,3,1]",
    "[2,1,3,3] [1,4,3,2]",
    "[3,3] [2,2,3,1]",
    "[3,3] [3,0]"
  };

  private MatrixRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        OpCase.unary(LinearAlgebra.Cholesky.class, x -> positive(x).cholesky())
            .shapes(SQUARE)
            .sizes("[m,m]", "[3,m,m]")
            .referenceOf(in -> factor(Grid.of(positive(tensor(in.getFirst())))))
            .tolerance(8)
            .gives(
                Tensor.of(new float[][] {{2, 0}, {1, 3}}),
                Tensor.of(new float[][] {{-8, 2}, {2, -2}})),
        OpCase.unary(LinearAlgebra.Cholesky.class, Tensor::cholesky)
            .named("cholesky of a lower triangle")
            .shapes()
            .sizes()
            .gives(
                Tensor.of(new double[][] {{2, 0}, {1, 3}}),
                Tensor.of(new double[][] {{4, Double.NaN}, {2, 10}}))
            .rejects("[2,3]", "cholesky: needs square matrices; got float32[2, 3]")
            .rejects("[3]", "cholesky: needs square matrices; got float32[3]"),
        OpCase.unary(LinearAlgebra.Det.class, x -> regular(x).det())
            .shapes(SQUARE)
            .sizes("[m,m]", "[3,m,m]")
            .referenceOf(in -> determinants(Grid.of(regular(tensor(in.getFirst())))))
            .tolerance(8)
            .differences(1e-5, 1e-4),
        OpCase.unary(LinearAlgebra.Det.class, Tensor::det)
            .named("det of few")
            .shapes()
            .sizes()
            .gives(Tensor.of(-2f), Tensor.of(new int[][] {{1, 2}, {3, 4}}))
            .gives(Tensor.of(0.0), Tensor.of(new double[][] {{1, 2}, {2, 4}}))
            .gives(Tensor.of(1.0), Tensor.zeros(0, 0).cast(DType.FLOAT64))
            .gives(Tensor.of(-1f), Tensor.of(new float[][] {{0, 1}, {1, 0}}))
            .rejects("[2,3]", "det: needs square matrices; got float32[2, 3]"),
        OpCase.unary(LinearAlgebra.Solve.class, x -> regular(x).inv())
            .named("inv")
            .shapes(SQUARE)
            .sizes("[m,m]", "[3,m,m]")
            .gives(
                Tensor.of(new float[][] {{0.25f, 0}, {0, 0.125f}}),
                Tensor.of(new float[][] {{-4, 0}, {0, 0}}))
            .rejects("[2,3]", "inv: needs square matrices; got float32[2, 3]"),
        OpCase.binary(LinearAlgebra.Solve.class, (a, b) -> regular(a).solve(b))
            .shapes(SIDES)
            .sizes("[m,m] [m,3]", "[2,m,m] [2,m,3]")
            .inputs(Sample.uniform(-2, 2))
            .gives(
                Tensor.of(new float[][] {{1}, {2}}),
                Tensor.of(new float[][] {{-7, 1}, {2, -5}}),
                Tensor.of(new float[][] {{3}, {8}})),
        OpCase.binary(LinearAlgebra.Solve.class, Tensor::solve)
            .named("solve with a vector")
            .shapes()
            .sizes()
            .gives(Tensor.of(2f, 1f), Tensor.of(new float[][] {{0, 1}, {1, 0}}), Tensor.of(1f, 2f))
            .gives(Tensor.of(0.5f, 1f), Tensor.of(new int[][] {{2, 0}, {0, 2}}), Tensor.of(1, 2))
            .rejects("[2,3] [2,1]", "solve: needs square matrices; got float32[2, 3]")
            .rejects(
                "[2,2] [3,1]",
                "solve: the right sides must have as many rows as the matrix; got a=float32[2, 2],"
                    + " b=float32[3, 1]")
            .rejects(
                "[2,2] []",
                "solve: the right sides must have as many rows as the matrix; got a=float32[2, 2],"
                    + " b=float32[]")
            .rejects(
                "[2,3,3] [4,3,1]",
                "solve: shapes do not broadcast: float32[2] with float32[4], 2 ≠ 4 at axis -1"),
        triangular("lower", true)
            .gives(
                Tensor.of(new float[][] {{1}, {2}}),
                Tensor.of(new float[][] {{-6, 100}, {3, -4}}),
                Tensor.of(new float[][] {{2}, {11}})),
        triangular("upper", false)
            .gives(
                Tensor.of(new float[][] {{1}, {2}}),
                Tensor.of(new float[][] {{-6, 3}, {100, -4}}),
                Tensor.of(new float[][] {{8}, {8}}))
            .rejects(
                "[2,2] [3,1]",
                "solveTriangular: the right sides must have as many rows as the matrix; got"
                    + " a=float32[2, 2], b=float32[3, 1]"),
        OpCase.unary(Movement.StopGradient.class, Tensor::stopGradient)
            .dtypes(DType.FLOAT32, DType.FLOAT64, INT32)
            .reference(x -> x)
            .nonDifferentiable());
  }

  private static OpCase triangular(String name, boolean lower) {
    return OpCase.binary(
            LinearAlgebra.SolveTriangular.class, (a, b) -> regular(a).solveTriangular(b, lower))
        .named("solveTriangular " + name)
        .shapes(SIDES)
        .sizes("[m,m] [m,3]", "[2,m,m] [2,m,3]");
  }

  private static Tensor tensor(Grid x) {
    return Tensor.of(x.values(), x.shape());
  }

  private static Tensor regular(Tensor x) {
    return x.dim(-1) == x.dim(-2) ? x.add(Tensor.eye(x.dim(-1)).cast(x.dtype()).mul(8)) : x;
  }

  private static Tensor positive(Tensor x) {
    long n = x.dim(-1);
    Tensor diagonal = Tensor.eye(n).cast(x.dtype()).mul(6 * n);
    return x.add(x.swapAxes(-1, -2)).mul(0.5).add(diagonal);
  }

  private static Grid factor(Grid a) {
    int n = a.dim(-1);
    double[] l = new double[a.values().length];
    for (int m = 0; m + n * n <= l.length; m += n * n) {
      for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) {
          double sum = a.values()[m + i * n + j];
          for (int k = 0; k < j; k++) {
            sum -= l[m + i * n + k] * l[m + j * n + k];
          }
          l[m + i * n + j] = i == j ? Math.sqrt(sum) : sum / l[m + j * n + j];
        }
      }
    }
    return new Grid(a.shape(), l);
  }

  private static Grid determinants(Grid a) {
    int n = a.dim(-1);
    int count = a.values().length / (n * n);
    double[] results = new double[count];
    for (int m = 0; m < count; m++) {
      double[] matrix = new double[n * n];
      System.arraycopy(a.values(), m * n * n, matrix, 0, n * n);
      results[m] = determinant(matrix, n);
    }
    return new Grid(a.shape().slice(0, a.shape().rank() - 2), results);
  }

  // Along the first row.
  private static double determinant(double[] a, int n) {
    if (n == 0) {
      return 1;
    }
    double sum = 0;
    for (int column = 0; column < n; column++) {
      double[] minor = new double[(n - 1) * (n - 1)];
      int at = 0;
      for (int i = n; i < n * n; i++) {
        if (i % n != column) {
          minor[at++] = a[i];
        }
      }
      sum += (column % 2 == 0 ? 1 : -1) * a[column] * determinant(minor, n - 1);
    }
    return sum;
  }
}

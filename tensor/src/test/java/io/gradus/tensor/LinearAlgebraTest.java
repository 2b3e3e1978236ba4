package io.gradus.tensor;

import static io.gradus.tensor.type.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import org.junit.jupiter.api.Test;

/// Matrices that cannot be factored, and the precision of those that can.
class LinearAlgebraTest {
  private static final Tensor SINGULAR = Tensor.of(new float[][] {{1, 2}, {2, 4}});

  @Test
  void singularMatricesAreRefused() {
    assertThatThrownBy(() -> SINGULAR.solve(Tensor.of(1f, 2f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("solve: the matrix must not be singular; got float32[2, 2], number 0 is");
    assertThatThrownBy(() -> Tensor.stack(0, Tensor.eye(2), SINGULAR).inv())
        .hasMessage("inv: the matrix must not be singular; got float32[2, 2, 2], number 1 is");
    assertThatThrownBy(() -> Tensor.zeros(2, 2).choleskyInverse(true))
        .hasMessage(
            "choleskyInverse: the matrix must not be singular; got float32[2, 2], number 0 is");
    assertThatThrownBy(() -> Gradients.gradient(Tensor::det).apply(SINGULAR))
        .hasMessage("detGradient: the matrix must not be singular; got float32[2, 2], number 0 is");
    assertThatThrownBy(() -> Tensor.zeros(2, 2).solveTriangular(Tensor.of(1f, 2f), true))
        .hasMessage(
            "solveTriangular: the matrix must not be singular; got float32[2, 2], number 0 is");
    assertThat(SINGULAR.det().item()).isZero();
  }

  @Test
  void choleskyNeedsPositiveDefiniteMatrices() {
    assertThatThrownBy(() -> SINGULAR.cholesky())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cholesky: the matrix must be positive definite; got float32[2, 2], number 0 is not");
  }

  @Test
  void nanGoesThrough() {
    Tensor x = Tensor.of(new float[][] {{Float.NaN, 0}, {0, 1}});
    assertThat(x.cholesky().toFloatArray()[0]).isNaN();
    assertThat(x.det().item()).isNaN();
  }

  @Test
  void singlesAreComputedInDoubles() {
    // In float32 the difference of the products would vanish.
    Tensor x = Tensor.of(new float[][] {{4097, 4096}, {4096, 4095}});
    assertThat(x.det().item()).isEqualTo(-1);
    assertThat(x.cast(DType.FLOAT16).det().dtype()).isEqualTo(DType.FLOAT16);
    assertThat(Tensor.of(new int[][] {{2}}).inv().dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void upperFactorsAreReadFromAbove() {
    Tensor x = Tensor.of(new double[][] {{4, 2}, {Double.NaN, 10}});
    assertThat(x.cholesky(true)).hasToString("[[2. 1.]\n [0. 3.]]");
    Tensor factor = Tensor.of(new double[][] {{2, 0}, {1, 4}});
    // The inverse of [[4, 2], [2, 17]].
    assertThat(factor.choleskyInverse(false).mul(64)).hasToString("[[17. -2.]\n [-2.  4.]]");
    assertThat(factor.transpose().choleskyInverse(true).mul(64))
        .hasToString("[[17. -2.]\n [-2.  4.]]");
    assertThatThrownBy(() -> Tensor.zeros(2, 3).choleskyInverse(false))
        .hasMessage("choleskyInverse: needs square matrices; got float32[2, 3]");
    assertThatThrownBy(() -> Tensor.zeros(2, 3).cholesky(true))
        .hasMessage("cholesky: needs square matrices; got float32[2, 3]");
  }

  @Test
  void powersOfMatrices() {
    Tensor x = Tensor.of(new int[][] {{1, 2}, {3, 4}});
    assertThat(x.matrixPower(3)).hasToString("[[ 37  54]\n [ 81 118]]");
    assertThat(x.matrixPower(0)).hasToString("[[1 0]\n [0 1]]");
    assertThat(x.matrixPower(-1).mul(2)).hasToString("[[-4.  2.]\n [ 3. -1.]]");
    assertThat(x.cast(DType.INT8).matrixPower(2).dtype()).isEqualTo(DType.INT8);
    assertThat(Tensor.zeros(3, 2, 2).matrixPower(0).shape()).hasToString("[3, 2, 2]");
    assertThatThrownBy(() -> Tensor.zeros(2, 3).matrixPower(2))
        .hasMessage("matrixPower: needs square matrices; got float32[2, 3]");
    assertThatThrownBy(() -> SINGULAR.matrixPower(-1))
        .hasMessage("matrixPower: the matrix must not be singular; got float32[2, 2], number 0 is");
  }

  @Test
  void ranksCountSingularValues() {
    assertThat(SINGULAR.matrixRank().item()).isEqualTo(1);
    assertThat(SINGULAR.matrixRank().dtype()).isEqualTo(DType.INT32);
    assertThat(Tensor.of(new int[][] {{3, 0, 0}, {0, 2, 0}}).matrixRank(2.5).item()).isEqualTo(1);
    assertThat(Tensor.zeros(3, 2, 2).matrixRank()).hasToString("[0 0 0]");
    assertThat(Tensor.zeros(2, 0, 3).matrixRank()).hasToString("[0 0]");
    assertThatThrownBy(() -> Tensor.zeros(3).matrixRank())
        .hasMessage("matrixRank: needs at least two axes; got float32[3]");
    assertThatThrownBy(() -> Tensor.zeros(3).matrixRank(1))
        .hasMessage("matrixRank: needs at least two axes; got float32[3]");
  }

  @Test
  void leastSquaresOfDependentColumnsAreShortest() {
    Tensor x = SINGULAR.lstsq(Tensor.of(1f, 2f));
    // (1, 2)/5, the shortest of all on the line x + 2y = 1.
    assertThat(x.mul(5)).hasToString("[1. 2.]");
    Tensor a = Tensor.of(new double[][] {{2, 0}, {0, 1e-3}});
    assertThat(a.lstsq(Tensor.of(2.0, 1.0), 0.01)).hasToString("[1. 0.]");
    assertThat(a.lstsq(Tensor.of(2.0, 1.0), -1)).hasToString("[   1. 1000.]");
    assertThat(a.pinv(0.01)).hasToString("[[0.5 0. ]\n [0.  0. ]]");
    assertThatThrownBy(() -> a.pinv(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pinv: the cutoff must not be negative; got -1.0");
  }

  @Test
  void whatIsNotFiniteHasNoSingularValuesOrEigenvalues() {
    Tensor x = Tensor.stack(0, Tensor.eye(2), Tensor.full(Shape.of(2, 2), Double.NaN, FLOAT32));
    String end = ": the elements must be finite; got float32[2, 2, 2], those of number 1 are not";
    assertThatThrownBy(() -> x.svd(true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("svd" + end);
    assertThatThrownBy(() -> x.eigh()).hasMessage("eigh" + end);
    assertThatThrownBy(() -> x.eig()).hasMessage("eig" + end);
    assertThatThrownBy(() -> x.pinv()).hasMessage("pinv" + end);
  }

  @Test
  void complexEigenvaluesAreRefused() {
    assertThatThrownBy(() -> Tensor.of(new float[][] {{0, 1}, {-1, 0}}).eig())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "eig: the eigenvalues must be real; got float32[2, 2], those of number 0 are not");
  }

  @Test
  void hugeAndTinyMatricesKeepTheirPrecision() {
    for (double scale : new double[] {1e300, 1e-300}) {
      Tensor x = Tensor.of(new double[][] {{3, 1}, {1, 3}}).mul(scale);
      assertThat(x.singularValues().div(scale).round(12)).hasToString("[4. 2.]");
      assertThat(x.eigh().values().div(scale).round(12)).hasToString("[2. 4.]");
      assertThat(x.eig().values().sort(0).div(scale).round(12)).hasToString("[2. 4.]");
      assertThat(x.qr().r().div(scale).round(6))
          .hasToString("[[-3.162278 -1.897367]\n [ 0.        2.529822]]");
    }
  }

  @Test
  void noGradientFlowsThroughStopGradient() {
    Tensor x = Tensor.of(3f);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.mul(x.stopGradient());
      assertThat(tape.gradient(y, x).item()).isEqualTo(3);
    }
  }
}

package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.DType;
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
        .hasMessage("solve: the matrix must not be singular; got float32[2, 2, 2], number 1 is");
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
  void noGradientFlowsThroughStopGradient() {
    Tensor x = Tensor.of(3f);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = x.mul(x.stopGradient());
      assertThat(tape.gradient(y, x).item()).isEqualTo(3);
    }
  }
}

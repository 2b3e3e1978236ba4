package io.gradus.nn.optimizer;

import io.gradus.nn.config.Limits;
import io.gradus.tensor.Tensor;

/// Newton and Schulz' iteration, which brings all singular values of a matrix near 1: `x ← a·x +
/// (b·A + c·A²)·x` with `A = x·xᵀ`, of the matrix divided by its Frobenius norm.
///
/// @param a the first factor
/// @param b the second factor
/// @param c the third factor
/// @param steps the number of iterations, at least 1
public record NewtonSchulz(double a, double b, double c, int steps) {
  /// Five iterations with the factors that move small singular values fastest (Jordan et al. 2024).
  public static final NewtonSchulz STANDARD = new NewtonSchulz(3.4445, -4.775, 2.0315, 5);

  private static final double SMALLEST_NORM = 1e-7;

  /// Checks the number of iterations.
  public NewtonSchulz {
    Limits.atLeast("muon", "nsSteps", steps, 1);
  }

  /// {@return a matrix with about the same singular vectors and all singular values near 1}
  public Tensor orthogonal(Tensor matrix) {
    // The square has the length of the shorter side.
    boolean tall = matrix.dim(0) > matrix.dim(1);
    Tensor x = tall ? matrix.transpose() : matrix;
    x = x.div(x.square().sum().sqrt().add(SMALLEST_NORM));
    for (int i = 0; i < steps; i++) {
      Tensor square = x.matmul(x.transpose());
      Tensor polynomial = square.mul(b).add(square.mul(c).matmul(square));
      x = x.mul(a).add(polynomial.matmul(x));
    }
    return tall ? x.transpose() : x;
  }
}

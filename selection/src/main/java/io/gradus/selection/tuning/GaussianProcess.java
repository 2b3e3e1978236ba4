package io.gradus.selection.tuning;

import io.gradus.tensor.Tensor;
import java.util.Arrays;

/// A Gaussian process with a Matérn kernel of ν = 5/2 (Rasmussen and Williams, *Gaussian Processes
/// for Machine Learning*, 2006, algorithm 2.1): what a function is likely to be where it was not
/// measured. Values are standardized; the length over which they change is the one of a few under
/// which they are most likely.
final class GaussianProcess {
  private static final double[] LENGTHS = {0.1, 0.2, 0.4, 0.8, 1.6, 3.2};

  private final Tensor places;
  private final double length;
  private final double mean;
  private final double deviation;
  private final Tensor factor;
  private final Tensor weights;
  private final double logLikelihood;

  /// What is expected at some places.
  ///
  /// @param mean the expected values
  /// @param deviation how far they may be off: standard deviations
  record Prediction(double[] mean, double[] deviation) {}

  /// @param places `float64`, `[n, dimensions]`
  /// @param values what was measured there
  /// @param noise the variance of a measurement, of which the values' own is 1
  private GaussianProcess(Tensor places, double[] values, double noise, double length) {
    this.places = places;
    this.length = length;
    int n = values.length;
    mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    deviation = variance > 0 ? Math.sqrt(variance) : 1;
    Tensor y = Tensor.of(Arrays.stream(values).map(v -> (v - mean) / deviation).toArray());
    Tensor noises = Tensor.eye(n).cast(places.dtype()).mul(noise);
    factor = kernel(places, places).add(noises).cholesky();
    Tensor column = y.reshape(n, 1);
    weights = factor.transpose().solveTriangular(factor.solveTriangular(column, true), false);
    logLikelihood =
        -0.5 * column.mul(weights).sum().item()
            - factor.diagonal().log().sum().item()
            - 0.5 * n * Math.log(2 * Math.PI);
  }

  /// {@return the process that fits measurements best}
  static GaussianProcess fit(Tensor places, double[] values, double noise) {
    GaussianProcess best = new GaussianProcess(places, values, noise, LENGTHS[0]);
    for (double length : Arrays.copyOfRange(LENGTHS, 1, LENGTHS.length)) {
      GaussianProcess other = new GaussianProcess(places, values, noise, length);
      if (other.logLikelihood > best.logLikelihood) {
        best = other;
      }
    }
    return best;
  }

  // (1 + r + r²/3)·e⁻ʳ with r = √5 · distance / length.
  private Tensor kernel(Tensor a, Tensor b) {
    Tensor r = a.cdist(b).mul(Math.sqrt(5) / length);
    return r.add(1).add(r.square().div(3)).mul(r.neg().exp());
  }

  /// {@return what is expected at places `[m, dimensions]`}
  Prediction predict(Tensor at) {
    Tensor kernel = kernel(at, places);
    double[] means = kernel.matmul(weights).reshape(-1).mul(deviation).add(mean).toDoubleArray();
    Tensor solved = factor.solveTriangular(kernel.transpose(), true);
    double[] explained = solved.square().sum(0).toDoubleArray();
    double[] deviations =
        Arrays.stream(explained).map(e -> deviation * Math.sqrt(Math.max(0, 1 - e))).toArray();
    return new Prediction(means, deviations);
  }
}

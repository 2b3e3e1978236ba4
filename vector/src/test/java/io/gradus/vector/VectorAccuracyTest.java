package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Powers;
import io.gradus.tensor.Rounding;
import io.gradus.tensor.SpecialFunctions;
import io.gradus.tensor.Trigonometry;
import io.gradus.tensor.kernel.UnaryFunction;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector functions against the scalar functions of their operations in double precision, over
/// bit patterns of the whole range and on the numbers where something changes.
class VectorAccuracyTest {
  // A prime, so that the samples meet every exponent.
  private static final int STRIDE = 4099;

  /// A function, its bound in units of the last place, its operation, and a number in which errors
  /// of results below it are measured instead.
  record Row(
      String name,
      double bound,
      double least,
      VectorFunction.Function function,
      UnaryFunction operation) {
    Row(String name, double bound, VectorFunction.Function function, UnaryFunction operation) {
      this(name, bound, 0, function, operation);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row("exp2", 1.2, VectorExp2::exp2, new Powers.Exp2()),
        new Row("expm1", 1.5, VectorExpm1::expm1, new Powers.Expm1()),
        new Row("log1p", 1.2, VectorLog1p::log1p, new Powers.Log1p()),
        new Row("tanh", 1.4, VectorTanh::tanh, new Trigonometry.Tanh()),
        new Row("sigmoid", 2.4, VectorSigmoid::sigmoid, new SpecialFunctions.Sigmoid()),
        new Row("softplus", 2.4, VectorSoftplus::softplus, new SpecialFunctions.Softplus()),
        new Row("logSigmoid", 2.4, VectorSoftplus::logSigmoid, new SpecialFunctions.LogSigmoid()),
        new Row("erf", 1.2, VectorErf::erf, new SpecialFunctions.Erf()),
        new Row("gelu", 5.5, 0x1p-105, VectorNormal::gelu, new SpecialFunctions.Gelu()),
        new Row(
            "small gelu", 10, Float.MIN_NORMAL, VectorNormal::gelu, new SpecialFunctions.Gelu()),
        new Row("geluSlope", 0x1p-23, 2, VectorNormal::slope, new SpecialFunctions.GeluSlope()),
        new Row("floor", 0, VectorRounding::floor, new Rounding.Floor()),
        new Row("ceil", 0, VectorRounding::ceil, new Rounding.Ceil()),
        new Row("trunc", 0, VectorRounding::trunc, new Rounding.Trunc()),
        new Row("round", 0, VectorRounding::round, new Rounding.Round()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isWithinItsBound(Row row) {
    double worst = worst(row, special());
    float[] x = new float[1021];
    int bits = Integer.MIN_VALUE;
    for (long done = 0; done < (1L << 32) / STRIDE; done += x.length) {
      for (int i = 0; i < x.length; i++, bits += STRIDE) {
        x[i] = Float.intBitsToFloat(bits);
      }
      worst = Math.max(worst, worst(row, x));
    }
    assertThat(worst).isLessThanOrEqualTo(row.bound());
  }

  /// Numbers around those where a function changes its form, and around whole and half numbers.
  private static float[] special() {
    float[] at = {
      0,
      0.5f,
      0.625f,
      1,
      1.5f,
      2,
      2.5f,
      3,
      4,
      9.5f,
      10,
      13.2155f,
      14,
      16.5f,
      17,
      18,
      38.6f,
      40,
      87.3f,
      88.72283f,
      103.97f,
      104,
      128,
      126,
      149,
      150,
      151,
      8388607.5f,
      8388608,
      16777215,
      0.41421356f,
      0.29289323f,
      0.34657359f,
      1.0397208f,
      Float.MIN_VALUE,
      Float.MIN_NORMAL,
      1e-30f,
      1e-10f,
      1e-7f,
      1e-4f,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NaN
    };
    float[] all = new float[at.length * 6];
    for (int i = 0; i < at.length; i++) {
      float[] near = {at[i], Math.nextUp(at[i]), Math.nextDown(at[i])};
      for (int k = 0; k < 3; k++) {
        all[6 * i + k] = near[k];
        all[6 * i + 3 + k] = -near[k];
      }
    }
    return all;
  }

  /// The largest error in units of the last place; the rest must be the same.
  private static double worst(Row row, float[] x) {
    float[] y = new float[x.length];
    new VectorFunction(row.function()).run(y, 0, x, 0, x.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      double want = row.operation().apply((double) x[i]);
      if (Double.isNaN(want) || Double.isInfinite((float) want) || want == 0) {
        assertThat(Float.valueOf(y[i]))
            .as("%s of %s", row, x[i])
            .isEqualTo(Float.valueOf((float) want));
      } else {
        boolean isSmall = Math.abs(want) < row.least();
        double error = Math.abs(y[i] - want) / (isSmall ? row.least() : Math.ulp((float) want));
        if (!(error <= row.bound())) {
          throw new AssertionError(
              "%s of %s (%s): got %s, want %s, %s units"
                  .formatted(row, x[i], Float.toHexString(x[i]), y[i], want, error));
        }
        worst = Math.max(worst, error);
      }
    }
    return worst;
  }

  @Test
  void aLaneDoesNotDependOnItsPlace() {
    float[] x = special();
    rows()
        .forEach(row -> {
          float[] whole = new float[x.length];
          new VectorFunction(row.function()).run(whole, 0, x, 0, x.length);
          for (int n = 1; n < 2 * Lanes.COUNT; n++) {
            float[] part = new float[n];
            new VectorFunction(row.function()).run(part, 0, x, x.length - n, n);
            assertThat(part).isEqualTo(Arrays.copyOfRange(whole, x.length - n, x.length));
          }
        });
  }
}

package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.kernel.Sums;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Functions against the JDK's in double precision, over bit patterns of the whole range, and sums
/// against the plain ones to the bit.
class VectorFunctionsTest {
  // A prime, so that the samples meet every exponent.
  private static final int STRIDE = 4099;

  @Test
  void expIsWithinTwoUnits() {
    assertThat(worst(new VectorUnary(VectorExp::exp), StrictMath::exp)).isLessThan(1);
  }

  @Test
  void logIsWithinTwoUnits() {
    assertThat(worst(new VectorUnary(VectorLog::log), StrictMath::log)).isLessThan(1);
  }

  /// The largest error in units of the last place of the exact result.
  private static double worst(FloatLoop.Row function, DoubleUnaryOperator exact) {
    float[] x = new float[1021];
    float[] y = new float[x.length];
    double worst = 0;
    int bits = Integer.MIN_VALUE;
    for (long done = 0; done < (1L << 32) / STRIDE; done += x.length) {
      for (int i = 0; i < x.length; i++, bits += STRIDE) {
        x[i] = Float.intBitsToFloat(bits);
      }
      function.run(y, 0, x, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        double want = exact.applyAsDouble(x[i]);
        if (Double.isNaN(want) || Double.isInfinite((float) want)) {
          assertThat(Float.valueOf(y[i])).as("of %s", x[i]).isEqualTo(Float.valueOf((float) want));
        } else {
          worst = Math.max(worst, Math.abs(y[i] - want) / Math.ulp((float) want));
        }
      }
    }
    return worst;
  }

  @Test
  void sumsInTheOrderOfTheSpecification() {
    Random random = new Random(7);
    for (int n : new int[] {0, 1, 7, 15, 16, 17, 31, 100, 4095, 4096, 4097, 70_001}) {
      float[] x = new float[n + 3];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextFloat() - 0.5f;
      }
      assertThat(VectorSums.sum(x, 3, n, new float[VectorSums.WORK]))
          .as("n = %d", n)
          .isEqualTo(Sums.sum(x, 3, 1, n));
    }
  }
}

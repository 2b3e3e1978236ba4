package io.gradus.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SumsTest {
  @Test
  void smallWholeNumbersAreSummedExactlyAtAnyLengthAndStep() {
    for (int n : new int[] {0, 1, 15, 16, 17, 4095, 4096, 4097, 100_000}) {
      for (int step : new int[] {1, 3}) {
        float[] x = new float[n * step + 5];
        double[] y = new double[x.length];
        for (int i = 0; i < n; i++) {
          x[5 + i * step] = i % 7;
          y[5 + i * step] = i % 7;
        }
        double expected = 21.0 * (n / 7) + (n % 7) * (n % 7 - 1) / 2.0;
        assertThat(Sums.sum(x, 5, step, n)).isEqualTo((float) expected);
        assertThat(Sums.sum(y, 5, step, n)).isEqualTo(expected);
      }
    }
  }

  @Test
  void sumsInTheOrderThatTheClassDescribes() {
    float[] x = new float[100];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    float[] lanes = new float[16];
    for (int i = 0; i < x.length; i++) {
      lanes[i % 16] += x[i];
    }
    float[] eight = new float[8];
    for (int i = 0; i < 8; i++) {
      eight[i] = lanes[i] + lanes[i + 8];
    }
    float expected =
        ((eight[0] + eight[4]) + (eight[2] + eight[6]))
            + ((eight[1] + eight[5]) + (eight[3] + eight[7]));
    assertThat(Sums.sum(x, 0, 1, x.length)).isEqualTo(expected);
  }
}

package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.ScalarKernels;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSoftmaxTest {
  private static final Workers TWO = new Workers(2);
  private static final Cpu SCALAR = new Cpu("cpu", new ScalarKernels(TWO));
  private static final Cpu VECTOR = new Cpu("cpu", new VectorKernels(TWO));

  private static final float INFINITY = Float.POSITIVE_INFINITY;
  // With a payload, which arithmetic on the bits would move into the exponent.
  private static final float NAN = Float.intBitsToFloat(0x7fc0_0155);

  private static float[] run(Cpu device, float[] x, int rows, UnaryOperator<Tensor> function) {
    return ScopedValue.where(Device.SCOPE, device)
        .call(() -> function.apply(Tensor.of(x, Shape.of(rows, x.length / rows))).toFloatArray());
  }

  /// Rows of less than a vector, of whole ones and more; more than the four that go together, and
  /// of more than a block of a sum.
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 10", "4, 16", "5, 33", "9, 64", "130, 100", "6, 4097", "2, 20000"})
  void isThatOfThePlainKernel(int rows, int n) {
    SplittableRandom random = new SplittableRandom(5);
    float[] x = new float[rows * n];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-30, 30);
    }
    float[] expected = run(SCALAR, x, rows, t -> t.softmax(-1));
    float[] actual = run(VECTOR, x, rows, t -> t.softmax(-1));
    for (int i = 0; i < x.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(4 * Math.ulp(expected[i])));
    }
  }

  @Test
  void specialRows() {
    float[] far = new float[40];
    far[39] = 200;
    assertThat(run(VECTOR, far, 1, t -> t.softmax(-1))).startsWith(0f, 0f).endsWith(1f);
    for (float special : new float[] {NAN, INFINITY}) {
      far[3] = special;
      assertThat(run(VECTOR, far, 1, t -> t.softmax(-1))).containsOnly(Float.NaN);
    }
    float[] none = new float[20];
    Arrays.fill(none, -INFINITY);
    assertThat(run(VECTOR, none, 1, t -> t.softmax(-1))).containsOnly(Float.NaN);
  }

  @Test
  void logSumExpOfSpecialRows() {
    float[] x = new float[100];
    Arrays.fill(x, 0, 50, -INFINITY);
    x[60] = INFINITY;
    assertThat(run(VECTOR, x, 2, t -> t.logSumExp(-1))).containsExactly(-INFINITY, INFINITY);
    x[70] = NAN;
    x[10] = NAN;
    assertThat(run(VECTOR, x, 2, t -> t.logSumExp(-1))).containsExactly(Float.NaN, Float.NaN);
  }
}

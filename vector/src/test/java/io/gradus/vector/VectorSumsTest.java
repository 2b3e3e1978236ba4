package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.ScalarKernels;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSumsTest {
  private static final Workers TWO = new Workers(2);
  private static final Cpu SCALAR = new Cpu("cpu", new ScalarKernels(TWO));
  private static final Cpu VECTOR = new Cpu("cpu", new VectorKernels(TWO));

  /// Around whole groups of 16 lanes and whole blocks of 4096 rows, for whole vectors and less.
  @ParameterizedTest
  @CsvSource({
    "1, 16",
    "7, 16",
    "8, 5",
    "9, 16",
    "16, 33",
    "23, 16",
    "24, 7",
    "25, 16",
    "31, 48",
    "4095, 20",
    "4096, 16",
    "4097, 16",
    "8199, 33",
    "16400, 4",
    "70000, 32"
  })
  void columnsHaveTheBitsOfThePlainKernel(int rows, int columns) {
    double[] numbers = new SplittableRandom(7).doubles((long) rows * columns, -3, 5).toArray();
    assertThat(sum(VECTOR, numbers, rows, columns)).isEqualTo(sum(SCALAR, numbers, rows, columns));
  }

  private static float[] sum(Cpu device, double[] numbers, int rows, int columns) {
    return ScopedValue.where(Device.SCOPE, device)
        .call(() ->
            Tensor.of(numbers, Shape.of(rows, columns)).cast(DType.FLOAT32).sum(0).toFloatArray());
  }
}

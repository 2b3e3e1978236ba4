package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sums of many numbers in types of two bytes, which cannot count to them one by one.
class HalfSumsTest {
  @ParameterizedTest
  @CsvSource({"vector, BFLOAT16", "vector, FLOAT16", "scalar, BFLOAT16", "scalar, FLOAT16"})
  void areAddedInMoreBitsAndRoundedOnce(String backend, DType type) {
    Device device = Cpu.with(backend, 2);
    device.run(() -> {
      int n = 4096;
      Tensor ones = Tensor.ones(n).cast(type);
      Tensor first = Tensor.zeros(n).cast(DType.INT32);
      assertThat(ones.sum().item()).isEqualTo(n);
      assertThat(ones.cumSum(0).get("-1").item()).isEqualTo(n);
      assertThat(ones.segmentSum(first, 1).get("0").item()).isEqualTo(n);
      assertThat(ones.reshape(1, n).matmul(ones.reshape(n, 1)).item()).isEqualTo(n);
      assertThat(ones.reshape(n, 1).sum(0).item()).isEqualTo(n);
    });
  }

  @ParameterizedTest
  @CsvSource({"vector", "scalar"})
  void aMeanHasNoSumThatIsInfinite(String backend) {
    Device device = Cpu.with(backend, 2);
    device.run(() -> {
      Tensor ones = Tensor.ones(70_000).cast(DType.FLOAT16);
      assertThat(ones.mean().item()).isEqualTo(1);
      assertThat(ones.var().item()).isZero();
      assertThat(ones.sum().item()).isInfinite();
    });
  }
}

package io.gradus.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.ScalarKernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorUniformsTest {
  private static final long KEY = 0x85a308d3_243f6a88L;
  private static final Workers TWO = new Workers(2);
  private static final Kernels SCALAR = new ScalarKernels(TWO);

  /// Around whole groups of blocks and of the workers' shares; counters that leave 32 bits.
  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "31, 7",
    "32, 4294967290",
    "33, 4294967295",
    "16384, 9223372036854775800",
    "16387, -1",
    "40001, 123456789012"
  })
  void areThoseOfThePlainKernel(int n, long counter) {
    Strided plain = numbers(n);
    SCALAR.uniform(plain, KEY, counter);
    Strided vectors = numbers(n);
    VectorUniforms.fill(TWO, vectors, KEY, counter);
    assertThat(vectors.floats()).isEqualTo(plain.floats());
  }

  @Test
  void payFromAMillionOn() {
    assertThat(VectorUniforms.pay(1 << 20)).isTrue();
    assertThat(VectorUniforms.pay(1)).isTrue();
  }

  private static Strided numbers(int n) {
    return Strided.allocate(new Cpu("cpu", SCALAR), TensorType.of(DType.FLOAT32, n));
  }
}

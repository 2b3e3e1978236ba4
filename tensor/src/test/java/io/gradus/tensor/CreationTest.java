package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What NumPy 2.4.6 gives stands beside each call.
class CreationTest {
  @Test
  void literalsOfEveryPrimitiveType() {
    assertThat(Tensor.of((byte) -1).type()).isEqualTo(TensorType.of(DType.INT8));
    assertThat(Tensor.of((short) -1).type()).isEqualTo(TensorType.of(DType.INT16));
    assertThat(Tensor.of(new byte[] {-1, 2}).type()).isEqualTo(TensorType.of(DType.INT8, 2));
    assertThat(Tensor.of(new short[] {-1, 2}).type()).isEqualTo(TensorType.of(DType.INT16, 2));
    assertThat(Tensor.of(new short[][] {{-1, 2}}).type())
        .isEqualTo(TensorType.of(DType.INT16, 1, 2));
    assertThat(Tensor.of(new byte[][] {{-1, 2}}).type()).isEqualTo(TensorType.of(DType.INT8, 1, 2));
    assertThat(Tensor.of(new short[] {1, 2}, Shape.of(2, 1)).dtype()).isEqualTo(DType.INT16);
    assertThat(Tensor.of(new byte[] {1, 2}, Shape.of(2, 1)).dtype()).isEqualTo(DType.INT8);
  }

  @Test
  void unsignedLiteralsReadTheBits() {
    assertThat(Tensor.ofUnsigned(new byte[] {-1, 2}, Shape.of(2))).hasToString("[255   2]");
    assertThat(Tensor.ofUnsigned(new short[] {-1, 2}, Shape.of(2))).hasToString("[65535     2]");
    assertThat(Tensor.ofUnsigned(new int[] {-1, 2}, Shape.of(2)))
        .hasToString("[4294967295          2]");
    assertThat(Tensor.ofUnsigned(new long[] {-1, 2}, Shape.of(1, 2)))
        .hasToString("[[18446744073709551615                    2]]");
  }

  @Test
  void literalsOfAnyRank() {
    int[][][][][][][][] eight = {{{{{{{{1, 2}}}}}}}};
    assertThat(Tensor.of(eight).shape()).isEqualTo(Shape.of(1, 1, 1, 1, 1, 1, 1, 2));
    assertThat(Tensor.of(new double[2][0][3]).shape()).isEqualTo(Shape.of(2, 0, 0));
    assertThat(Tensor.of(new float[0]).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensor.of(new boolean[][][] {{{true}}, {{false}}}).toIntArray())
        .containsExactly(1, 0);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void zerosOnesAndFullOfEveryType(DType dtype) {
    assertThat(Tensor.zeros(Shape.of(2, 3), dtype).type()).isEqualTo(TensorType.of(dtype, 2, 3));
    assertThat(Tensor.zeros(Shape.of(2, 3), dtype).toDoubleArray()).containsOnly(0);
    assertThat(Tensor.ones(Shape.of(2, 3), dtype).toDoubleArray()).containsOnly(1);
    assertThat(Tensor.full(Shape.of(2), 1.0, dtype).toDoubleArray()).containsOnly(1);
    assertThat(Tensor.full(Shape.SCALAR, 1, dtype).item()).isEqualTo(1);
    assertThat(Tensor.zeros(Shape.of(3, 0, 2), dtype).size()).isZero();
  }

  @Test
  void arangeOfInts() {
    assertThat(Tensor.arange(5).type()).isEqualTo(TensorType.of(DType.INT32, 5));
    assertThat(Tensor.arange(-3).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensor.arange(2, 6)).hasToString("[2 3 4 5]");
    assertThat(Tensor.arange(6, 2)).hasToString("[]");
    assertThat(Tensor.arange(1, 10, 4)).hasToString("[1 5 9]");
    assertThat(Tensor.arange(10, 0, -3)).hasToString("[10  7  4  1]");
    assertThat(Tensor.arange(10, 0, -5)).hasToString("[10  5]");
    assertThat(Tensor.arange(0, 3, 1, DType.INT64).type()).isEqualTo(TensorType.of(DType.INT64, 3));
    assertThat(Tensor.arange(0, 256, 85, DType.UINT8)).hasToString("[  0  85 170 255]");
    assertThat(Tensor.arange(Long.MAX_VALUE - 1, Long.MAX_VALUE, 1, DType.INT64))
        .hasToString("[9223372036854775806]");
    assertThat(Tensor.arange(0, 3, 1, DType.FLOAT16)).hasToString("[0. 1. 2.]");
  }

  @Test
  void arangeOfDoubles() {
    assertThat(Tensor.arange(0, 1, 0.25).type()).isEqualTo(TensorType.of(DType.FLOAT32, 4));
    assertThat(Tensor.arange(0, 1, 0.25)).hasToString("[0.   0.25 0.5  0.75]");
    assertThat(Tensor.arange(0, 1, 0.1, DType.FLOAT64))
        .hasToString("[0.  0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9]");
    assertThat(Tensor.arange(1.0, 0.0, -0.5)).hasToString("[1.  0.5]");
    assertThat(Tensor.arange(1.0, 1.0, 0.5)).hasToString("[]");
    assertThat(Tensor.arange(0.5, 4, 1, DType.INT32)).hasToString("[0 1 2 3]");
  }

  @Test
  void linspaceIncludesItsEnds() {
    assertThat(Tensor.linspace(0, 1, 5).type()).isEqualTo(TensorType.of(DType.FLOAT32, 5));
    assertThat(Tensor.linspace(0, 1, 5)).hasToString("[0.   0.25 0.5  0.75 1.  ]");
    assertThat(Tensor.linspace(0, 1, 4, false, DType.FLOAT32)).hasToString("[0.   0.25 0.5  0.75]");
    assertThat(Tensor.linspace(2, 3, 1)).hasToString("[2.]");
    assertThat(Tensor.linspace(2, 3, 0)).hasToString("[]");
    assertThat(Tensor.linspace(3, 3, 2)).hasToString("[3. 3.]");
    assertThat(Tensor.linspace(1, 0, 3)).hasToString("[1.  0.5 0. ]");
    // np.linspace(-1, 2, 5, dtype=int) rounds down.
    assertThat(Tensor.linspace(-1, 2, 5, true, DType.INT32)).hasToString("[-1 -1  0  1  2]");
    assertThat(Tensor.linspace(0, 0.1, 7, true, DType.FLOAT64).item(-1)).isEqualTo(0.1);
    assertThat(Tensor.linspace(0, Double.MIN_VALUE, 3, true, DType.FLOAT64).toDoubleArray())
        .containsExactly(0, 0, Double.MIN_VALUE);
  }

  @Test
  void eyeHasOnesOnADiagonal() {
    assertThat(Tensor.eye(2).type()).isEqualTo(TensorType.of(DType.FLOAT32, 2, 2));
    assertThat(Tensor.eye(2)).hasToString("[[1. 0.]\n [0. 1.]]");
    assertThat(Tensor.eye(2, 3, 1, DType.INT8)).hasToString("[[0 1 0]\n [0 0 1]]");
    assertThat(Tensor.eye(3, 2, -1, DType.BOOL))
        .hasToString("[[False False]\n [ True False]\n [False  True]]");
    assertThat(Tensor.eye(2, 2, 5, DType.INT32)).hasToString("[[0 0]\n [0 0]]");
    assertThat(Tensor.eye(0).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void buildAsksForEachElement() {
    assertThat(Tensor.build(Shape.of(2, 3), DType.INT32, i -> 10 * i[0] + i[1]))
        .hasToString("[[ 0  1  2]\n [10 11 12]]");
    assertThat(Tensor.build(Shape.of(2), DType.FLOAT32, i -> i[0] / 2.0)).hasToString("[0.  0.5]");
    assertThat(Tensor.build(Shape.of(2), DType.INT64, i -> Long.MAX_VALUE - i[0]))
        .hasToString("[9223372036854775807 9223372036854775806]");
    assertThat(
            Tensor.build(
                Shape.of(1), DType.UINT64, _ -> BigInteger.TWO.pow(64).subtract(BigInteger.ONE)))
        .hasToString("[18446744073709551615]");
    assertThat(Tensor.build(Shape.SCALAR, DType.FLOAT64, i -> i.length + 0.5)).hasToString("0.5");
    assertThat(Tensor.build(Shape.of(0, 2), DType.BOOL, _ -> 1).type())
        .isEqualTo(TensorType.of(DType.BOOL, 0, 2));
  }
}

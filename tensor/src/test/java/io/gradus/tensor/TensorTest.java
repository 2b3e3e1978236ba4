package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DeviceException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void literalsKeepTheJavaType() {
    assertThat(Tensor.of(1, 2).dtype()).isEqualTo(DType.INT32);
    assertThat(Tensor.of(1L).type()).isEqualTo(TensorType.of(DType.INT64));
    assertThat(Tensor.of(new float[][] {{1}, {2}}).type())
        .isEqualTo(TensorType.of(DType.FLOAT32, 2, 1));
    assertThat(Tensor.of(new double[0][3]).type()).isEqualTo(TensorType.of(DType.FLOAT64, 0, 0));
    assertThat(Tensor.of(new boolean[][] {{true, false}})).hasToString("[[ True False]]");
    assertThat(Tensor.of(new byte[][] {{-1, 2}})).hasToString("[[-1  2]]");
    assertThat(Tensor.of(new long[][][] {{{1}, {2}}}).shape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(Tensor.of(true)).hasToString("True");
  }

  @Test
  void laterChangesToTheArrayDoNotShow() {
    float[] values = {1, 2};
    Tensor x = Tensor.of(values);
    values[0] = 9;
    x.toFloatArray()[1] = 9;
    assertThat(x).hasToString("[1. 2.]");
  }

  @Test
  void javaNumbersAreWeak() {
    assertThat(Tensor.of(255, 510).div(255)).hasToString("[1. 2.]");
    assertThat(Tensor.of(1, 2).add(1).dtype()).isEqualTo(DType.INT32);
    assertThat(Tensor.of(1, 2).add(0.5).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Tensor.of(1L, 2L).mul(0.5).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Tensor.of(1.0).mul(2).dtype()).isEqualTo(DType.FLOAT64);
    assertThat(Tensor.of(true, false).add(1)).hasToString("[2 1]");
    assertThat(Tensor.of(1L << 62).add(1L)).hasToString("4611686018427387905");
    assertThat(Tensor.of(new byte[][] {{-1}}).add(2)).hasToString("[[1]]");
    assertThat(Tensor.of(1, 2, 3).greater(1.5)).hasToString("[False  True  True]");
    assertThat(Tensor.of(true, false).where(Tensor.of(5, 6), 0)).hasToString("[5 0]");
    assertThat(Tensor.of(true, false).where(Tensor.of(5f, 6f), -1)).hasToString("[ 5. -1.]");
  }

  @Test
  void integersAreDividedAndAveragedAsFloats() {
    assertThat(Tensor.of(7, 1).div(Tensor.of(2, 4)).type())
        .isEqualTo(TensorType.of(DType.FLOAT32, 2));
    assertThat(Tensor.of(7, 1).div(Tensor.of(2, 4))).hasToString("[3.5  0.25]");
    assertThat(Tensor.of(1, 2).mean()).hasToString("1.5");
    assertThat(Tensor.ofUnsigned(new byte[] {-1, -1}, Shape.of(2)).sum()).hasToString("510");
    assertThat(Tensor.of(true, true, false).sum()).hasToString("2");
    assertThat(Tensor.zeros(0).mean()).hasToString("nan");
  }

  @Test
  void halvesAreSummedInFloats() {
    Tensor many = Tensor.ones(Shape.of(70_000), DType.FLOAT16);
    assertThat(many.mean().type()).isEqualTo(TensorType.of(DType.FLOAT16));
    assertThat(many.mean()).hasToString("1.0");
    assertThat(many.sum()).hasToString("inf");
    assertThat(many.get(":4099").sum().item()).isEqualTo(4100);
    assertThat(Tensor.ones(Shape.of(257), DType.BFLOAT16).sum()).hasToString("256");
  }

  @Test
  void operandsThatAreConvertedStayAsTheyAre() {
    Tensor bytes = Tensor.ofUnsigned(new byte[] {0, 51, -1}, Shape.of(3));
    assertThat(bytes.div(255)).hasToString("[0.  0.2 1. ]");
    assertThat(bytes.mul(Tensor.of(new float[] {2, 3, 4}))).hasToString("[   0.  153. 1020.]");
    assertThat(Tensor.of(new float[][] {{1}, {2}}).add(bytes).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(bytes).hasToString("[  0  51 255]");
    Tensor x = Tensor.of(new float[] {1, 2, 3});
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor product = bytes.mul(x);
      assertThat(tape.gradient(product, x)).hasToString("[  0.  51. 255.]");
      assertThat(product).hasToString("[  0. 102. 765.]");
    }
  }

  @Test
  void numbersThatATypeDoesNotHoldAreComparedExactly() {
    Tensor pixels = Tensor.ofUnsigned(new byte[] {0, -1}, Shape.of(2));
    assertThat(pixels.less(300)).hasToString("[ True  True]");
    assertThat(pixels.greater(-1)).hasToString("[ True  True]");
    assertThat(pixels.equal(256)).hasToString("[False False]");
    assertThat(Tensor.ofUnsigned(new long[] {0, -1}, Shape.of(2)).greater(-1))
        .hasToString("[ True  True]");
    assertThat(Tensor.of(1, 2).less(1L << 40)).hasToString("[ True  True]");
  }

  @Test
  void readsAsJavaArrays() {
    Tensor x = Tensor.of(new int[][] {{1, 2}, {3, 4}}).transpose();
    assertThat(x.toIntArray()).containsExactly(1, 3, 2, 4);
    assertThat(x.toFloatArray()).containsExactly(1, 3, 2, 4);
    assertThat(x.toDoubleArray()).containsExactly(1, 3, 2, 4);
    assertThat(x.toLongArray()).containsExactly(1, 3, 2, 4);
    assertThat(x.get("1, 0").item()).isEqualTo(2);
  }

  @Test
  void argMaxOfAllIsInRowMajorOrder() {
    assertThat(Tensor.of(new int[][] {{1, 9}, {9, 4}}).argMax()).hasToString("1");
    assertThat(Tensor.of(new int[][] {{1, 9}, {9, 4}}).transpose().argMax()).hasToString("1");
  }

  @Test
  void aReshapedViewShowsTheRightElements() {
    Tensor repeated = Tensor.of(new int[][] {{1}, {2}}).broadcastTo(Shape.of(2, 3));
    assertThat(repeated.reshape(6).toIntArray()).containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(repeated.reshape(3, 2).toIntArray()).containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(Tensor.of(7).broadcastTo(Shape.of(2, 3)).reshape(6).toIntArray()).containsOnly(7);
    assertThat(Tensor.of(1, 2, 3).broadcastTo(Shape.of(2, 3)).reshape(6).toIntArray())
        .containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(Tensor.zeros(3, 4).get("0:0, ::2").reshape(0, 5).shape()).isEqualTo(Shape.of(0, 5));
    Tensor stepped = Tensor.arange(24).reshape(4, 6).get("::2, ::3");
    assertThat(stepped.reshape(2, 1, 2).toIntArray()).containsExactly(0, 3, 12, 15);
    assertThat(stepped.reshape(4).toIntArray()).containsExactly(0, 3, 12, 15);
  }

  @Test
  void gatherChecksItsIndices() {
    Tensor x = Tensor.arange(12).reshape(3, 4);
    assertThat(x.gather(Tensor.of(-1, 0), 1).toIntArray()).containsExactly(3, 0, 7, 4, 11, 8);
    assertThatThrownBy(() -> x.gather(Tensor.of(0, 3), 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("gather: index 3 is out of range for axis 0 with length 3");
    assertThatThrownBy(() -> x.gather(Tensor.of(-5L), -1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("gather: index -5 is out of range for axis 1 with length 4");
    assertThatThrownBy(() -> Tensor.zeros(0, 2).gather(Tensor.of(0), 0))
        .hasMessage("gather: index 0 is out of range for axis 0 with length 0");
  }

  @Test
  void randomNumbersFollowTheSeed() {
    Tensor x = Tensor.randomUniform(Shape.of(1000), -1, 3, 7);
    assertThat(x.toFloatArray())
        .isEqualTo(Tensor.randomUniform(Shape.of(1000), -1, 3, 7).toFloatArray());
    assertThat(x.toFloatArray())
        .isNotEqualTo(Tensor.randomUniform(Shape.of(1000), -1, 3, 8).toFloatArray());
    assertThat(x.mean().item()).isBetween(0.85, 1.15);
    for (float value : x.toFloatArray()) {
      assertThat(value).isBetween(-1f, 3f);
    }
  }

  @Test
  void aPermutationHasEachNumberOnce() {
    int[] order = Tensor.permutation(1000, 3).toIntArray();
    assertThat(Arrays.stream(order).sorted())
        .containsExactly(IntStream.range(0, 1000).boxed().toArray(Integer[]::new));
    assertThat(order).isNotEqualTo(Tensor.permutation(1000, 4).toIntArray());
    assertThat(Tensor.permutation(1, 3).toIntArray()).containsExactly(0);
  }

  @Test
  void everyOrderOfThreeIsAboutEquallyLikely() {
    int[] counts = new int[6];
    for (int seed = 0; seed < 6000; seed++) {
      int[] order = Tensor.permutation(3, seed).toIntArray();
      counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(850, 1150);
    }
  }

  @Test
  void mixedDevicesAreAnErrorThatNamesBoth() {
    Cpu other = Cpu.with("scalar", 1);
    Tensor x = ScopedValue.where(Device.SCOPE, other).call(() -> Tensor.of(1f, 2f));
    assertThatThrownBy(() -> x.add(Tensor.of(1f, 2f)))
        .isInstanceOf(DeviceException.class)
        .hasMessage("add: operands are on different devices: " + other + " and " + Cpu.standard());
  }

  @Test
  void aTensorOfAnotherDeviceKeepsItUnderScalarsAndGradients() {
    Cpu other = Cpu.with("scalar", 1);
    Tensor x = ScopedValue.where(Device.SCOPE, other).call(() -> Tensor.of(1f, 2f));
    assertThat(x.add(1).device()).isSameAs(other);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      assertThat(tape.gradient(x.relu().sum(), x).device()).isSameAs(other);
    }
  }
}

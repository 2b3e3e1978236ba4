package io.gradus.checks.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Mode;
import io.gradus.tensor.Gradients;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// More elements than an array has, and numbers whose squares no float holds.
class LargeTest {
  private static final Offset<Float> NEAR = within(1e-3f);

  private static void assertRefused(String message, Function<Tensor, Tensor> call, Tensor x) {
    assertThatThrownBy(() -> call.apply(x)).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void reductionsOfMoreElementsThanAnArrayHasAreRefused() {
    Tensor x = Tensor.of(1f).broadcastTo(Shape.of(1 << 16, 1 << 15));
    String rest =
        ": at most 2,147,483,647 elements make one; got 2,147,483,648 of float32[65536, 32768]";
    assertRefused("sum" + rest, Tensor::sum, x);
    assertRefused("prod" + rest, Tensor::prod, x);
    assertRefused("max" + rest, Tensor::max, x);
    assertThatThrownBy(x::mean).isInstanceOf(ShapeException.class);
    assertThatThrownBy(x::std).isInstanceOf(ShapeException.class);
    Tensor row = Tensor.of(1f).broadcastTo(Shape.of(1L << 31));
    assertThatThrownBy(row::argMax)
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "argMax: at most 2,147,483,647 elements make one; got 2,147,483,648 of"
                + " float32[2147483648]");
  }

  @Test
  void oneHotOfMoreElementsThanAnArrayHoldsIsRefused() {
    assertRefused(
        "oneHot: 2,147,483,647 classes for each of int32[1] are more than the 2,147,483,639"
            + " elements that an array holds",
        x -> x.oneHot(Integer.MAX_VALUE),
        Tensor.of(new int[] {1}));
    assertRefused(
        "oneHot: 2,000,000,000 classes for each of int32[2] are more than the 2,147,483,639"
            + " elements that an array holds",
        x -> x.oneHot(2_000_000_000),
        Tensor.of(1, 2));
    assertThatThrownBy(() -> Tensor.arange(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("arange: too many numbers for an array; got ");
  }

  private static List<float[]> batchNormalization(String backend, Tensor given) {
    return ScopedValue.where(Device.SCOPE, Cpu.with(backend, 1))
        .call(() -> {
          Tensor x = Tensor.of(given.reshape(-1).toFloatArray(), given.shape());
          Tensor w = Tensor.randomUniform(x.shape(), -1, 1, 9);
          BatchNormalization layer = new BatchNormalization();
          Tensor y = layer.call(x, Mode.TRAIN);
          Tensor g = Gradients.gradient(v -> layer.call(v, Mode.TRAIN).mul(w).sum()).apply(x);
          return List.of(
              y.reshape(-1).toFloatArray(),
              g.reshape(-1).toFloatArray(),
              layer.weights().get(2).value().toFloatArray(),
              layer.weights().get(3).value().toFloatArray());
        });
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 1e-30f, 1e17f, 1e19f, 1e20f, 1e30f, 3e38f})
  void batchNormalizationAgreesBetweenBackends(float size) {
    for (Tensor x :
        List.of(
            Tensor.randomUniform(Shape.of(600, 5), -size, size, 3),
            Tensor.randomUniform(Shape.of(40, 3), size / 2, size, 4))) {
      List<float[]> plain = batchNormalization("scalar", x);
      List<float[]> vector = batchNormalization("vector", x);
      for (int i = 0; i < plain.size(); i++) {
        float[] expected = plain.get(i);
        float largest = 0;
        for (float value : expected) {
          largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        for (int j = 0; j < expected.length; j++) {
          float got = vector.get(i)[j];
          if (Float.isFinite(expected[j])) {
            assertThat(got / Math.max(largest, Float.MIN_NORMAL))
                .as("result %d, element %d", i, j)
                .isCloseTo(expected[j] / Math.max(largest, Float.MIN_NORMAL), NEAR);
          } else {
            assertThat((Float) got).isEqualTo((Float) expected[j]);
          }
        }
      }
    }
  }
}

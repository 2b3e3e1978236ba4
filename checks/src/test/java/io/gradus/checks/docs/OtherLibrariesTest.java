package io.gradus.checks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.HeNormal;
import io.gradus.nn.layer.GlobalAveragePooling1D;
import io.gradus.nn.layer.GroupNormalization;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Masking;
import io.gradus.nn.layer.MaxPooling1D;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.ReLU;
import io.gradus.nn.layer.UpSampling2D;
import io.gradus.nn.layer.ZeroPadding2D;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What the page says of Gradus where other libraries differ.
class OtherLibrariesTest {
  private static final float NAN = Float.NaN;

  private static Tensor predict(Tensor x, Layer... layers) {
    long[] dims = x.shape().dims();
    Layer input = new InputLayer(Arrays.copyOfRange(dims, 1, dims.length));
    Layer[] all = Stream.concat(Stream.of(input), Stream.of(layers)).toArray(Layer[]::new);
    return new Sequential(all).predict(x);
  }

  private static float[] gradient(UnaryOperator<Tensor> function, float... x) {
    Tensor tensor = Tensor.of(x);
    try (GradientTape tape = new GradientTape()) {
      tape.watch(tensor);
      return tape.gradient(function.apply(tensor).sum(), tensor).toFloatArray();
    }
  }

  @Test
  void nanIsTheLargest() {
    Tensor x = Tensor.of(1, NAN, 3, 2);
    assertThat(x.max().item()).isNaN();
    assertThat(x.argMax(0).item()).isEqualTo(1);
    assertThat(x.topK(3).values().toFloatArray()).containsExactly(NAN, 3, 2);
    assertThat(x.sort(0).toFloatArray()).containsExactly(1, 2, 3, NAN);
    assertThat(Tensor.of(NAN, 1, NAN, 2).unique().toFloatArray()).containsExactly(1, 2, NAN);
    assertThat(Tensor.of(NAN, 2).sign().toFloatArray()).containsExactly(NAN, 1);
    Tensor steps = Tensor.of(NAN, 1, 0).reshape(1, 3, 1);
    assertThat(predict(steps, new MaxPooling1D(2).strides(1)).toFloatArray())
        .containsExactly(NAN, 1);
  }

  @Test
  void firstOfEquals() {
    assertThat(Tensor.of(1f, 3, 3, 2, 3).topK(2).indices().toLongArray()).containsExactly(1, 2);
  }

  @Test
  void smallNumbersAreExact() {
    float small = -1e-7f;
    assertThat(Tensor.of(small).log1p().item()).isEqualTo((float) Math.log1p(small));
    assertThat(Tensor.of(small).expm1().item()).isEqualTo((float) Math.expm1(small));
    assertThat(Activation.of("elu").apply(Tensor.of(small)).item())
        .isEqualTo((float) Math.expm1(small));
    Tensor least = Tensor.of(1e-39f);
    assertThat(least.add(Tensor.of(0f)).item()).isEqualTo(1e-39f);
    assertThat(least.greater(0).item()).isEqualTo(1);
    assertThat(least.log().item()).isEqualTo((float) Math.log(1e-39f));
  }

  @Test
  void rounding() {
    assertThat(Tensor.of(0.5f, 1.5f, 2.5f).round().toFloatArray()).containsExactly(0, 2, 2);
    assertThat(Tensor.of(1, 2, -3).round().toIntArray()).containsExactly(1, 2, -3);
    assertThat(Tensor.of(1.01171875f, -1.005859375f).cast(DType.BFLOAT16).toFloatArray())
        .containsExactly(1.015625f, -1.0078125f);
  }

  @Test
  void sumsAndMeans() {
    assertThat(Tensor.full(Shape.of(1 << 20), 0.1, DType.FLOAT32).mean().item())
        .isBetween(0.0999997, 0.1000003);
    assertThat(Tensor.zeros(Shape.of(0, 2), DType.FLOAT32).mean(0).toFloatArray())
        .containsExactly(NAN, NAN);
    assertThat(Tensor.of(9007199254740993L, 0).sum().toLongArray())
        .containsExactly(9007199254740993L);
    assertThat(Tensor.of(Integer.MAX_VALUE, 1).sum().item()).isEqualTo(Integer.MIN_VALUE);
    assertThat(Tensor.of(65536, 65536).prod().item()).isEqualTo(0);
    Tensor largest = Tensor.of(Integer.MAX_VALUE, 0);
    assertThat(largest.mul(largest).toIntArray()).containsExactly(1, 0);
  }

  @Test
  void gradientAtTheBounds() {
    assertThat(gradient(x -> x.clip(-1.0, 1.0), -1, 0, 1)).containsExactly(1, 1, 1);
    assertThat(gradient(Activation.of("hard_tanh")::apply, -1, 0, 1)).containsExactly(0, 1, 0);
    assertThat(gradient(Activation.of("relu6")::apply, 0, 3, 6)).containsExactly(0, 1, 0);
  }

  @Test
  void heNormalHasTheDeviationOfItsFormula() {
    Tensor x = new HeNormal().initialize(TensorType.of(DType.FLOAT32, 200, 1000), 7);
    assertThat(x.std().item()).isCloseTo(0.1, Offset.offset(1e-3));
  }

  @Test
  void layers() {
    Tensor steps = Tensor.of(2f, 4, 0).reshape(1, 3, 1);
    assertThat(predict(steps, new Masking(), new GlobalAveragePooling1D()).item()).isEqualTo(3);
    Tensor far = Tensor.of(1e6f, 1e6f + 1, 1e6f + 2, 1e6f + 3).reshape(1, 4);
    assertThat(predict(far, new GroupNormalization(1).epsilon(1e-7)).toFloatArray())
        .containsExactly(
            new float[] {-1.3416408f, -0.4472136f, 0.4472136f, 1.3416408f}, Offset.offset(1e-6f));
    Tensor pixels = Tensor.of(0f, 1).reshape(1, 1, 2, 1);
    assertThat(predict(pixels, new UpSampling2D(1, 2).interpolation("bilinear")).toFloatArray())
        .containsExactly(0, 0.25f, 0.75f, 1);
    Tensor image = Tensor.of(-1f, -2, -3, -4).reshape(1, 2, 2, 1);
    assertThat(predict(image, new ZeroPadding2D(1), new MaxPooling2D(2)).toFloatArray())
        .containsExactly(0, 0, 0, 0);
    Tensor x = Tensor.of(-2f, -1, 0.25f, 1, 8).reshape(1, 5);
    assertThat(predict(x, new ReLU().maxValue(2).negativeSlope(0.1).threshold(0.5)).toFloatArray())
        .containsExactly(new float[] {-0.25f, -0.15f, -0.025f, 1, 2}, Offset.offset(1e-6f));
  }
}

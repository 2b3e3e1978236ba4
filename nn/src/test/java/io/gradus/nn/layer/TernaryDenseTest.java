package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.Ones;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A layer with a kernel of −1, 0 and 1; numbers are those of Keras 3.16.
class TernaryDenseTest {
  private static final Tensor X = Tensor.linspace(-1, 1, 8).cast(DType.FLOAT32).reshape(2, 4);

  private static TernaryDense layer() {
    return new TernaryDense(3, Activation.TANH).bias(new WeightOptions(new Ones()));
  }

  private static Variable kernel(TernaryDense layer) {
    layer.call(X);
    double[] values = IntStream.range(0, 12).mapToDouble(i -> (i * 7 % 11 - 5) / 4.0).toArray();
    Variable kernel = layer.weights().getFirst();
    kernel.assign(Tensor.of(values, Shape.of(4, 3)).cast(DType.FLOAT32));
    return kernel;
  }

  @Test
  void multipliesByTheMeanWithoutAThresholdOfItsOwn() {
    TernaryDense layer = layer();
    kernel(layer);
    assertThat(layer.call(X).toDoubleArray())
        .containsExactly(
            new double[] {0.6593522, 0.2644001, 0.9903905, 0.9854594, 0.8019907, -0.582783},
            within(1e-6));
  }

  @Test
  void takesAThreshold() {
    TernaryDense layer = layer().threshold(0.5);
    kernel(layer);
    assertThat(layer.call(X).toDoubleArray())
        .containsExactly(
            new double[] {0.6133572, 0.7615942, 0.9795254, 0.9950548, 0.7615942, -0.8153740},
            within(1e-6));
  }

  @Test
  void gradientsGoStraightThroughToTheKernel() {
    TernaryDense layer = new TernaryDense(3).threshold(0.5).useBias(false);
    Variable kernel = kernel(layer);
    try (var tape = new GradientTape()) {
      Tensor y = layer.call(X).sum();
      Tensor gradient = tape.gradient(y, List.of(kernel)).getFirst();
      Tensor expected = X.sum(0).expandDims(-1).broadcastTo(Shape.of(4, 3));
      assertThat(gradient.sub(expected).abs().max().item()).isLessThan(1e-6);
    }
  }

  @Test
  void isReadAsItIsWritten() {
    var written = Layers.TABLE.write(layer().threshold(0.25).named("t"));
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void refusesWrongSettingsAndInputs() {
    assertThatThrownBy(() -> new TernaryDense(0))
        .hasMessage("ternary dense: units must be at least 1, got 0");
    assertThatThrownBy(() -> new TernaryDense(1).threshold(-0.5))
        .hasMessage("ternary dense: threshold must not be negative, got -0.5");
    assertThatThrownBy(() -> new TernaryDense(1).call(Tensor.ones(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "ternary dense: needs at least two axes, the last of known length; got x=float32[3]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in layer \"ternary_dense\")");
  }
}

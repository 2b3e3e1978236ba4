package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.ReLU;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients where functions have a kink, as Keras 3.16 has them on PyTorch 1.13.
class KinksTest {
  record Kink(String name, UnaryOperator<Tensor> f, float[] at, float[] gradient) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static float[] at(float... numbers) {
    return numbers;
  }

  static Stream<Kink> kinks() {
    float third = 1 / 6f;
    return Stream.of(
        new Kink("relu", Activation.RELU::apply, at(0), at(0)),
        new Kink("relu6", Activation.RELU6::apply, at(-1, 0, 3, 6, 7), at(0, 0, 1, 0, 0)),
        new Kink("ReLU to 6", new ReLU().maxValue(6)::call, at(0, 3, 6), at(0, 1, 0)),
        new Kink("ReLU to 3", new ReLU().maxValue(3)::call, at(0, 3, 4), at(0, 1, 0)),
        new Kink("ReLU from 1", new ReLU().threshold(1)::call, at(0, 1, 2), at(0, 0, 1)),
        new Kink("sloping", new ReLU().negativeSlope(0.5)::call, at(-1, 0, 1), at(0.5f, 0.5f, 1)),
        new Kink(
            "sloping to 6",
            new ReLU().negativeSlope(0.5).maxValue(6)::call,
            at(-1, 0, 1, 6),
            at(0.5f, 0, 1, 0)),
        new Kink(
            "sloping from 1",
            new ReLU().negativeSlope(0.5).threshold(1)::call,
            at(0, 1, 2),
            at(0.5f, 0, 1)),
        new Kink("leaky", Activation.LEAKY_RELU::apply, at(0), at(0.2f)),
        new Kink("elu", Activation.elu(2)::apply, at(0), at(2)),
        new Kink("celu", Activation.celu(2)::apply, at(0, 1), at(1, 1)),
        new Kink("hard sigmoid", Activation.HARD_SIGMOID::apply, at(-3, 0, 3), at(0, third, 0)),
        new Kink("hard silu", Activation.HARD_SILU::apply, at(-3, 0, 3), at(-0.5f, 0.5f, 1.5f)),
        new Kink("hard tanh", Activation.HARD_TANH::apply, at(-1, 0, 1), at(0, 1, 0)),
        new Kink("sparse plus", Activation.SPARSE_PLUS::apply, at(-1, 0, 1), at(0, 0.5f, 1)),
        new Kink("sparse sigmoid", Activation.SPARSE_SIGMOID::apply, at(-1, 0, 1), at(0, 0.5f, 0)),
        new Kink("abs", Tensor::abs, at(0), at(0)),
        new Kink("clip", x -> x.clip(-1, 1), at(-2, -1, 1, 2), at(0, 1, 1, 0)));
  }

  @ParameterizedTest
  @MethodSource("kinks")
  void gradientsAreThoseOfKeras(Kink kink) {
    Tensor x = Tensor.of(kink.at);
    try (var tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = kink.f.apply(x).sum();
      assertThat(tape.gradient(y, x).toFloatArray()).containsExactly(kink.gradient);
    }
  }
}

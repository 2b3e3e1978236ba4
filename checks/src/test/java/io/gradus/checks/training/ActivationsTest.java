package io.gradus.checks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.activation.Activations;
import io.gradus.nn.layer.ActivationLayer;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.ELU;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Layers;
import io.gradus.nn.layer.LeakyReLU;
import io.gradus.nn.layer.PReLU;
import io.gradus.nn.layer.ReLU;
import io.gradus.nn.layer.Softmax;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationsTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  /// A wrong call and its message.
  record Wrong(String message, Runnable action) {
    @Override
    public String toString() {
      return message;
    }
  }

  static Stream<Wrong> wrongCalls() {
    Tensor x = Tensor.zeros(2, 3);
    return Stream.of(
        new Wrong(
            "activation: unknown name \"leakyrelu\"; nearest: leaky_relu",
            () -> Activation.of("leakyrelu")),
        new Wrong(
            "activation: unknown name \"Softmax\"; nearest: softmax",
            () -> new ActivationLayer("Softmax")),
        new Wrong("celu: alpha must not be 0", () -> Activation.celu(0)),
        new Wrong("squareplus: b must be at least 0, got -1.0", () -> Activation.squareplus(-1)),
        new Wrong(
            "softShrink: threshold must be at least 0, got -0.5",
            () -> Activation.softShrink(-0.5)),
        new Wrong(
            "glu: needs an axis of even length; got x=float32[2, 3], axis=-1",
            () -> Activation.GLU.apply(x)),
        new Wrong("glu: axis 2 is out of range for shape [2, 3]", () -> Activation.glu(2).apply(x)),
        new Wrong(
            "sparsemax: needs a floating type; got int32[2]",
            () -> Activation.SPARSEMAX.apply(Tensor.of(1, 2))),
        new Wrong(
            "sparsemax: axis -1 is out of range for shape []",
            () -> Activation.SPARSEMAX.apply(Tensor.of(1f))),
        new Wrong(
            "softmax: axis 3 is out of range for shape [2, 3]",
            () -> Activation.softmax(3).apply(x)),
        new Wrong("reLU: max_value must be at least 0, got -1.0", () -> new ReLU().maxValue(-1)),
        new Wrong(
            "reLU: negative_slope must be at least 0, got NaN",
            () -> new ReLU().negativeSlope(Double.NaN)),
        new Wrong("reLU: threshold must be at least 0, got -2.0", () -> new ReLU().threshold(-2)),
        new Wrong(
            "LeakyReLU: key \"negative_slope\": expected a number, got \"null\"",
            () -> LeakyReLU.SCHEMA.read(Collections.singletonMap("negative_slope", null))),
        new Wrong("eLU: alpha must be finite, got Infinity", () -> new ELU(INF)),
        new Wrong("softmax: needs at least one axis", () -> new Softmax(new int[0])),
        new Wrong(
            "pReLU: the axis of samples has no slopes to share; got axis 0 for x=float32[2, 3] (in"
                + " layer \"slopes\")",
            () -> new PReLU().sharedAxes(0).named("slopes").call(x)),
        new Wrong(
            "Activation: key \"activation\" is missing",
            () -> ActivationLayer.SCHEMA.read(Map.of())));
  }

  @ParameterizedTest
  @MethodSource("wrongCalls")
  void saysWhatIsWrong(Wrong wrong) {
    assertThatThrownBy(wrong.action()::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(wrong.message());
  }

  @Test
  void aNameIsReadAndWritten() {
    for (String name : Activations.names()) {
      Activation activation = Activation.of(name);
      String written = (String) Activations.CODEC.write().apply(activation);
      assertThat(Activation.of(String.valueOf(written))).isEqualTo(activation);
    }
    assertThat(Activation.of("swish")).isEqualTo(Activation.SILU);
    assertThat(Activations.CODEC.read().apply(null)).isEqualTo(Activation.LINEAR);
  }

  @Test
  void infinitiesAreKeptApart() {
    Tensor x = Tensor.of(INF, -INF);
    assertThat(Activation.LEAKY_RELU.apply(x).toFloatArray()).containsExactly(INF, -INF);
    assertThat(Activation.leakyRelu(0).apply(x).toFloatArray()).containsExactly(INF, 0);
    assertThat(Activation.ELU.apply(x).toFloatArray()).containsExactly(INF, -1);
    assertThat(Activation.SOFTPLUS.apply(x).toFloatArray()).containsExactly(INF, 0);
    assertThat(Activation.SPARSE_PLUS.apply(x).toFloatArray()).containsExactly(INF, 0);
    assertThat(Activation.SPARSEMAX.apply(Tensor.of(0f, 0, -INF)).toFloatArray())
        .doesNotContain(Float.NaN);
  }

  @Test
  void gradientsAtZero() {
    assertThat(gradientAtZero(Activation.RELU)).isEqualTo(0);
    assertThat(gradientAtZero(Activation.LEAKY_RELU)).isEqualTo(0.2f);
    assertThat(gradientAtZero(Activation.ELU)).isEqualTo(1);
    assertThat(gradientAtZero(Activation.GELU)).isEqualTo(0.5f);
    assertThat(gradientAtZero(Activation.SOFTSIGN)).isEqualTo(1);
    assertThat(gradientAtZero(Activation.SOFT_SHRINK)).isEqualTo(0);
  }

  private static float gradientAtZero(Activation activation) {
    Tensor x = Tensor.of(0f);
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      return (float) tape.gradient(activation.apply(x), x).item();
    }
  }

  @Test
  void generalRectifier() {
    Tensor x = Tensor.of(-2f, 0.25f, 0.5f, 1, 3);
    assertThat(Activation.relu(0.5, 2.0, 0.5).apply(x).toFloatArray())
        .containsExactly(-1.25f, -0.125f, 0, 1, 2);
    assertThat(new ReLU().negativeSlope(0.5).maxValue(2).threshold(0.5).call(x).toFloatArray())
        .containsExactly(-1.25f, -0.125f, 0, 1, 2);
  }

  @Test
  void layersAreNamedAsInKerasAndWrittenBack() {
    List<Layer> layers =
        List.of(
            new ActivationLayer(Activation.TANH),
            new ReLU().maxValue(6),
            new LeakyReLU(0.1),
            new ELU(0.5),
            new PReLU().sharedAxes(1),
            new Softmax(1, 2),
            new Softmax());
    assertThat(layers.stream().map(Layer::standardName))
        .containsExactly(
            "activation", "re_lu", "leaky_re_lu", "elu", "p_re_lu", "softmax", "softmax");
    for (Layer layer : layers) {
      Map<String, ?> written = Layers.TABLE.write(layer);
      assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
    }
  }

  @Test
  void aRecordedActivationHasTheBitsOfTheEagerOne() {
    Tensor x = Tensor.randomUniform(Shape.of(3, 34), -4, 4, 7);
    for (String name : Activations.names()) {
      Activation activation = Activation.of(name);
      Graph graph =
          Graph.trace(in -> valueAndGradient(activation, in.getFirst()), List.of(x.type()));
      List<Tensor> recorded = new Program(graph, Device.current()).run(List.of(x));
      List<Tensor> eager = valueAndGradient(activation, x);
      for (int i = 0; i < eager.size(); i++) {
        assertThat(recorded.get(i).toFloatArray())
            .as("%s %d", name, i)
            .isEqualTo(eager.get(i).toFloatArray());
      }
    }
  }

  private static List<Tensor> valueAndGradient(Activation activation, Tensor x) {
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      Tensor y = activation.apply(x);
      return List.of(y, tape.gradient(y.square().sum(), x));
    }
  }

  @Test
  void whatAMaskLeavesOutOfASoftmaxIsZero() {
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {Float.NaN, 1, 1}, {2e9f, 0, 0}});
    Tensor mask =
        Tensor.of(
            new boolean[][] {{false, false, false}, {false, true, true}, {false, true, false}});
    for (Softmax softmax : List.of(new Softmax(), new Softmax(1))) {
      assertThat(softmax.call(Values.of(x).masked(mask), Call.infer()).one())
          .hasToString(Tensor.of(new float[][] {{0, 0, 0}, {0, 0.5f, 0.5f}, {0, 1, 0}}).toString());
    }
  }

  @Test
  void softmaxOverSeveralAxesSumsToOne() {
    Tensor x = Tensor.randomUniform(Shape.of(2, 3, 4), -1, 1, 5);
    Tensor y = new Softmax(0, -1).call(x);
    assertThat(y.shape()).isEqualTo(x.shape());
    for (float sum : y.sum(0, 2).toFloatArray()) {
      assertThat(sum).isCloseTo(1, Offset.offset(1e-6f));
    }
  }
}

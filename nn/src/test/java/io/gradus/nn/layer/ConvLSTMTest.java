package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Conv;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// LSTMs of convolutions.
class ConvLSTMTest {
  private static Tensor x(long... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.arange(0, shape.size(), 1, DType.FLOAT32)
        .reshape(shape)
        .div((double) shape.size())
        .sub(0.5);
  }

  record Given(ConvLSTM<?> layer, Tensor x, String shape) {}

  static Stream<Given> layers() {
    return Stream.of(
        new Given(new ConvLSTM1D(2, 3), x(2, 4, 7, 3), "[2, 5, 2]"),
        new Given(new ConvLSTM1D(2, 3).padding("same").strides(2), x(2, 4, 7, 3), "[2, 4, 2]"),
        new Given(new ConvLSTM1D(2, 2).dilation(3), x(2, 4, 7, 3), "[2, 4, 2]"),
        new Given(new ConvLSTM2D(2, 2, 3), x(1, 3, 4, 5, 2), "[1, 3, 3, 2]"),
        new Given(
            new ConvLSTM2D(2, 3).channelsFirst(true).padding(Conv.Border.SAME),
            x(1, 3, 2, 4, 5),
            "[1, 2, 4, 5]"),
        new Given(new ConvLSTM3D(2, 2), x(1, 2, 3, 3, 4, 1), "[1, 2, 2, 3, 2]"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void givesTheWindowsOfTheLastStep(Given given) {
    assertThat(given.layer.call(given.x).shape()).hasToString(given.shape);
    TensorType any = given.x.type().withShape(given.x.shape().withDim(0, Shape.UNKNOWN));
    TensorType expected = given.layer.call(given.x).type();
    assertThat(given.layer.types(List.of(any), Call.infer()))
        .containsExactly(expected.withShape(expected.shape().withDim(0, Shape.UNKNOWN)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void laidOutOrAsALoopItGivesTheSame(Given given) {
    ConvLSTM<?> laidOut = given.layer.unroll(true);
    assertThat(laidOut.call(given.x).toFloatArray())
        .containsExactly(given.layer.call(given.x).toFloatArray(), within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isReadAsItIsWritten(Given given) {
    var written = Layers.TABLE.write(given.layer);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void withChannelsFirstItComputesTheSame() {
    Tensor x = x(2, 3, 4, 5, 2);
    ConvLSTM2D last = new ConvLSTM2D(3, 2).dropout(0.3).recurrentDropout(0.3);
    ConvLSTM2D first = last.channelsFirst(true);
    Tensor y = last.call(x);
    assertThat(first.call(x.moveAxis(-1, 2)).moveAxis(1, -1).toFloatArray())
        .containsExactly(y.toFloatArray(), within(1e-6f));
    Call call = Call.train(1, new Variable("step", Tensor.of(0L)).trainable(false));
    Tensor trained = first.call(Values.of(x.moveAxis(-1, 2)), call).one();
    assertThat(trained.shape()).isEqualTo(Shape.of(2, 3, 3, 4));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new ConvLSTM2D(2, 2).call(Tensor.ones(1, 3, 4, 2)))
        .hasMessage(
            "conv lstm: a step needs the axes [batch, l₁, …, channels] of known lengths but the"
                + " first; got x=float32[1, 4, 2] (in layer \"conv_lstm2d\")");
    assertThatThrownBy(() -> new ConvLSTM2D(2, 2).strides(2).dilation(2))
        .hasMessage(
            "conv lstm: strides and dilation_rate must not both be above 1, got [2, 2] and [2,"
                + " 2]");
    assertThatThrownBy(() -> new ConvLSTM1D(2, 2).padding("causal"))
        .hasMessage("conv lstm: padding must be valid or same, got causal");
  }
}

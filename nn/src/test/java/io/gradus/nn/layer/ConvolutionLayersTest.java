package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.constraint.NonNeg;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.regularizer.L2;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionLayersTest {
  private static final long ANY = Shape.UNKNOWN;

  static Stream<Arguments> shapes() {
    return Stream.of(
        shape(new Conv1D(4, 3), in(ANY, 9, 2), in(ANY, 7, 4), "[3, 2, 4]", "[4]"),
        shape(
            new Conv1D(4, 3).padding("causal").dilation(2),
            in(ANY, ANY, 2),
            in(ANY, ANY, 4),
            "[3, 2, 4]",
            "[4]"),
        shape(
            new Conv2D(6, 3).padding("same").strides(2).groups(2),
            in(ANY, 7, 8, 4),
            in(ANY, 4, 4, 6),
            "[3, 3, 2, 6]",
            "[6]"),
        shape(
            new Conv2D(6, 3, 2).channelsFirst(true).useBias(false),
            in(ANY, 4, 7, 8),
            in(ANY, 6, 5, 7),
            "[3, 2, 4, 6]"),
        shape(new Conv3D(2, 2), in(ANY, 3, 4, 5, 1), in(ANY, 2, 3, 4, 2), "[2, 2, 2, 1, 2]", "[2]"),
        shape(
            new Conv1DTranspose(4, 3).strides(2),
            in(ANY, 5, 2),
            in(ANY, 11, 4),
            "[3, 4, 2]",
            "[4]"),
        shape(
            new Conv2DTranspose(4, 3).strides(2).padding("same"),
            in(ANY, 5, ANY, 2),
            in(ANY, 10, ANY, 4),
            "[3, 3, 4, 2]",
            "[4]"),
        shape(
            new Conv2DTranspose(4, 3).strides(2).padding("same").outputPadding(0),
            in(ANY, 5, 6, 2),
            in(ANY, 9, 11, 4),
            "[3, 3, 4, 2]",
            "[4]"),
        shape(
            new Conv3DTranspose(1, 2),
            in(ANY, 2, 2, 2, 1),
            in(ANY, 3, 3, 3, 1),
            "[2, 2, 2, 1, 1]",
            "[1]"),
        shape(
            new DepthwiseConv1D(3).depthMultiplier(2),
            in(ANY, 5, 3),
            in(ANY, 3, 6),
            "[3, 3, 2]",
            "[6]"),
        shape(
            new DepthwiseConv2D(3).channelsFirst(true),
            in(ANY, 3, 5, 5),
            in(ANY, 3, 3, 3),
            "[3, 3, 3, 1]",
            "[3]"),
        shape(
            new SeparableConv1D(4, 3),
            in(ANY, 5, 3),
            in(ANY, 3, 4),
            "[3, 3, 1]",
            "[1, 3, 4]",
            "[4]"),
        shape(
            new SeparableConv2D(4, 3).depthMultiplier(2).padding("same"),
            in(ANY, 5, 5, 3),
            in(ANY, 5, 5, 4),
            "[3, 3, 3, 2]",
            "[1, 1, 6, 4]",
            "[4]"));
  }

  private static Shape in(long... dims) {
    return Shape.of(dims);
  }

  private static Arguments shape(Layer layer, Shape input, Shape output, String... weights) {
    return Arguments.of(layer, input, output, List.of(weights));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void hasTheShapesOfKeras(Layer layer, Shape input, Shape output, List<String> weights) {
    assertThat(layer.types(List.of(new TensorType(DType.FLOAT32, input)), Call.infer()))
        .containsExactly(new TensorType(DType.FLOAT32, output));
    assertThat(layer.weights().stream().map(weight -> weight.shape().toString()))
        .containsExactlyElementsOf(weights);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void comesBackFromItsConfiguration(Layer layer, Shape input, Shape output, List<String> weights) {
    Map<?, ?> written = Layers.TABLE.write(layer);
    Layer read = Layers.TABLE.read(written);
    assertThat(read).hasSameClassAs(layer);
    assertThat(Layers.TABLE.write(read)).isEqualTo(written);
    assertThat(read.types(List.of(new TensorType(DType.FLOAT32, input)), Call.infer()))
        .containsExactly(new TensorType(DType.FLOAT32, output));
  }

  @Test
  void writesTheKeysOfKeras() {
    assertThat(Conv1D.SCHEMA.write(new Conv1D(2, 3)))
        .containsOnlyKeys(
            "name",
            "trainable",
            "dtype",
            "activity_regularizer",
            "filters",
            "kernel_size",
            "strides",
            "padding",
            "data_format",
            "dilation_rate",
            "groups",
            "activation",
            "use_bias",
            "kernel_initializer",
            "bias_initializer",
            "kernel_regularizer",
            "bias_regularizer",
            "kernel_constraint",
            "bias_constraint")
        .containsEntry("kernel_size", List.of(3))
        .containsEntry("strides", List.of(1))
        .containsEntry("padding", "valid")
        .containsEntry("data_format", "channels_last");
    assertThat(Conv2DTranspose.SCHEMA.write(new Conv2DTranspose(2, 3)))
        .containsEntry("output_padding", null);
  }

  @Test
  void sumsWhatLiesUnderTheKernel() {
    Tensor x = Tensor.arange(16).cast(DType.FLOAT32).reshape(1, 4, 4, 1);
    Conv2D layer =
        new Conv2D(1, 2).strides(2).kernelInitializer(new Ones()).biasInitializer(new Ones());
    assertThat(layer.call(x).toFloatArray()).containsExactly(11, 19, 43, 51);
    assertThat(layer.weights().stream().map(Variable::name))
        .containsExactly("conv2d/kernel", "conv2d/bias");
  }

  @Test
  void appliesTheActivationToTheBiasedSum() {
    Tensor x = Tensor.of(new float[] {1, -3, 2}, Shape.of(1, 3, 1));
    Conv1D layer = new Conv1D(1, 2, Activation.RELU).kernelInitializer(new Ones());
    assertThat(layer.call(x).toFloatArray()).containsExactly(0, 0);
    assertThat(layer.biasInitializer(new Ones()).padding("causal").call(x).toFloatArray())
        .containsExactly(2, 0, 0);
    Conv1D named = new Conv1D(1, 2, "relu").activation("linear").kernelInitializer(new Ones());
    assertThat(named.call(x).toFloatArray()).containsExactly(-2, -1);
  }

  @Test
  void putsTheChannelsWhereTheyWere() {
    Tensor x = Tensor.arange(24).cast(DType.FLOAT32).reshape(1, 2, 3, 4);
    Conv2D layer = new Conv2D(3, 2).kernelInitializer(new Ones());
    Tensor last = layer.call(x.transpose(0, 2, 3, 1));
    Tensor first = layer.channelsFirst(true).call(x);
    assertThat(first.shape()).isEqualTo(Shape.of(1, 3, 2, 3));
    assertThat(first.toFloatArray()).isEqualTo(last.transpose(0, 3, 1, 2).toFloatArray());
  }

  @Test
  void computesInTheTypeOfItsPolicy() {
    Map<String, Object> config = new HashMap<>(Conv1D.SCHEMA.write(new Conv1D(2, 2)));
    config.put("dtype", "mixed_bfloat16");
    Conv1D layer = Conv1D.SCHEMA.read(config);
    assertThat(layer.call(Tensor.ones(1, 3, 1)).dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(layer.weights()).allMatch(weight -> weight.dtype() == DType.FLOAT32);
  }

  @Test
  void takesPenaltiesAndConstraints() {
    SeparableConv2D layer =
        new SeparableConv2D(2, 3)
            .depthwiseRegularizer(new L2(0.1))
            .pointwiseRegularizer(new L2(0.1))
            .biasRegularizer(new L2(0.1))
            .depthwiseConstraint(new NonNeg())
            .activityRegularizer(new L2(0.1));
    Call call = Call.infer();
    layer.call(Values.of(Tensor.ones(1, 3, 3, 1)), call);
    assertThat(call.losses()).hasSize(4);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(Layers.TABLE.write(layer))))
        .isEqualTo(Layers.TABLE.write(layer));
  }

  @Test
  void saysWhichSettingIsWrong() {
    refused(() -> new Conv2D(0, 3), "conv2d: filters must be at least 1, got 0");
    refused(
        () -> new Conv2D(4, 3, 3, 3),
        "conv2d: kernel_size must be one number or 2, at least 1; got [3, 3, 3]");
    refused(
        () -> new Conv3D(4, 0), "conv3d: kernel_size must be one number or 3, at least 1; got [0]");
    refused(
        () -> new Conv2D(4, 3).strides(2).dilation(2),
        "conv2d: strides and dilation_rate must not both be above 1, got [2, 2] and [2, 2]");
    refused(
        () -> new Conv2D(4, 3).padding("causal"),
        "conv2d: padding must be valid or same, got causal");
    refused(
        () -> new Conv2D(4, 3).padding("some"), "padding: unknown name \"some\"; nearest: same");
    refused(
        () -> new Conv2D(4, 3).groups(3),
        "conv2d: filters must be a multiple of the groups, got filters=4, groups=3");
    refused(
        () -> new DepthwiseConv2D(3).depthMultiplier(0),
        "depthwise conv2d: depth_multiplier must be at least 1, got 0");
    refused(
        () -> new Conv2DTranspose(4, 3).outputPadding(1, 1, 1),
        "conv2d transpose: output_padding must be one number or 2, at least 0; got [1, 1, 1]");
  }

  private static void refused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }

  @Test
  void saysWhichInputsItTakes() {
    assertThatThrownBy(() -> new Conv2D(4, 3).call(Tensor.ones(2, 5, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv2d: needs 4 axes, the channels, axis 3, of known length; got x=float32[2, 5, 5]; a"
                + " single sample needs expandDims(0), the axis of samples; data without channels"
                + " expandDims(-1) (in layer \"conv2d\")");
    assertThatThrownBy(() -> new Conv1D(4, 3).groups(2).call(Tensor.ones(2, 5, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv1d: the channels must be a multiple of the groups; got x=float32[2, 5, 3],"
                + " groups=2 (in layer \"conv1d\")");
    assertThatThrownBy(() -> new Conv1D(4, 6).call(Tensor.ones(2, 5, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv: no window fits on spatial axis 0; got x=float32[2, 5, 3], kernel=float32[6, 3,"
                + " 4] (in layer \"conv1d\")");
  }
}

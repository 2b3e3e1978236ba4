package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said to those who set or call normalization, merging, noise and wrapper layers wrongly.
class WrongLayersTest {
  private static final Tensor X = Tensor.ones(2, 3);
  private static final Tensor Y = Tensor.ones(2, 4);

  private static Arguments wrong(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  private static void train(Layer layer, Values in) {
    Variable step = new Variable("step", Tensor.of(0L)).trainable(false);
    layer.call(in, Call.train(1, step));
  }

  private static void build(Layer layer, long... dims) {
    layer.types(List.of(new TensorType(DType.FLOAT32, Shape.of(dims))), Call.infer());
  }

  static Stream<Arguments> calls() {
    Tensor mask = Tensor.of(true, false);
    return Stream.of(
        wrong(
            "batch normalization: epsilon must be above 0, got 0.0",
            () -> new BatchNormalization().epsilon(0)),
        wrong(
            "batch normalization: momentum must be in [0, 1], got 1.5",
            () -> new BatchNormalization().momentum(1.5)),
        wrong(
            "batch normalization: axis 2 is out of range for shape [2, 3] (in layer"
                + " \"batch_normalization\")",
            () -> new BatchNormalization(2).call(X)),
        wrong(
            "batch normalization: needs at least two axes, axis -1 of known length; got"
                + " x=float32[2, ?] (in layer \"batch_normalization\")",
            () -> build(new BatchNormalization(), 2, -1)),
        wrong(
            "batch normalization: the mask must have one axis less than x; got mask=bool[2],"
                + " x=float32[2, 3, 1] (in layer \"batch_normalization\")",
            () -> train(new BatchNormalization(), Values.of(Tensor.ones(2, 3, 1)).masked(mask))),
        wrong(
            "layer normalization: epsilon must be above 0, got -1.0",
            () -> new LayerNormalization().epsilon(-1)),
        wrong(
            "layer normalization: needs at least one axis",
            () -> new LayerNormalization(new int[0])),
        wrong(
            "layer normalization: needs the axes [1, -1], each once and of known length; got"
                + " x=float32[2, 3] (in layer \"layer_normalization\")",
            () -> new LayerNormalization(1, -1).call(X)),
        wrong(
            "group normalization: groups must be at least 1, or -1 for one a channel, got 0",
            () -> new GroupNormalization(0)),
        wrong(
            "group normalization: 3 channels do not make 2 groups of equal size; got"
                + " x=float32[2, 3] (in layer \"group_normalization\")",
            () -> new GroupNormalization(2).call(X)),
        wrong(
            "group normalization: needs an axis behind that of samples, of known length; got axis"
                + " 0 for x=float32[2, 3] (in layer \"group_normalization\")",
            () -> new GroupNormalization(1, 0).call(X)),
        wrong(
            "rms normalization: epsilon must be above 0, got 0.0",
            () -> new RMSNormalization().epsilon(0)),
        wrong(
            "unit normalization: axis 2 is out of range for shape [2, 3] (in layer"
                + " \"unit_normalization\")",
            () -> new UnitNormalization(2).call(X)),
        wrong(
            "add: shapes do not broadcast: float32[2, 3] with float32[2, 4], 3 ≠ 4 at axis -1 (in"
                + " layer \"add\")",
            () -> new Add().call(X, Y)),
        wrong(
            "add: inputs must have one number of samples; got float32[2, 3] and float32[1, 3] (in"
                + " layer \"add\")",
            () -> new Add().call(X, Tensor.ones(1, 3))),
        wrong(
            "maximum: inputs need an axis of samples; got [float32[2, 3], float32[]] (in layer"
                + " \"maximum\")",
            () -> new Maximum().call(X, Tensor.of(1f))),
        wrong(
            "subtract: needs two inputs; got [float32[2, 3]] (in layer \"subtract\")",
            () -> new Subtract().call(X)),
        wrong(
            "concatenate: inputs must have one shape but along axis 0; got float32[2, 3] and"
                + " float32[2, 4] (in layer \"concatenate\")",
            () -> new Concatenate(0).call(X, Y)),
        wrong(
            "dot: the lengths of axes 1 and 1 differ: float32[2, 3] · float32[2, 4], 3 ≠ 4 (in"
                + " layer \"dot\")",
            () -> new Dot(1).call(X, Y)),
        wrong(
            "dot: cannot sum over the axis of samples; got axes [0] for float32[2, 3] · float32[2,"
                + " 3] (in layer \"dot\")",
            () -> new Dot(0).call(X, X)),
        wrong("dropout: rate must be in [0, 1), got 1.0", () -> new Dropout(1)),
        wrong("alpha dropout: rate must be in [0, 1), got -0.5", () -> new AlphaDropout(-0.5)),
        wrong("gaussian dropout: rate must be in [0, 1), got 2.0", () -> new GaussianDropout(2)),
        wrong("gaussian noise: stddev must be at least 0, got -1.0", () -> new GaussianNoise(-1)),
        wrong(
            "dropout: the noise shape must stretch to that of x; got [2] for x=float32[2, 3] (in"
                + " layer \"dropout\")",
            () -> new Dropout(0.5).noiseShape(2).call(X)),
        wrong(
            "spatial dropout 1d: needs 3 axes; got x=float32[2, 3]; a single sample needs"
                + " expandDims(0), the axis of samples; data without channels expandDims(-1) (in"
                + " layer \"spatial_dropout1d\")",
            () -> new SpatialDropout1D(0.5).call(X)),
        wrong(
            "spatial dropout 3d: data_format must be channels_last or channels_first, got first",
            () -> new SpatialDropout3D(0.5).dataFormat("first")),
        wrong(
            "spectral normalization: power_iterations must be at least 1, got 0",
            () -> new SpectralNormalization(new Dense(1)).powerIterations(0)),
        wrong(
            "spectral normalization: the inner layer must have a kernel or embeddings; got Flatten"
                + " \"flatten\" with weights [] (in layer \"spectral_normalization\")",
            () -> new SpectralNormalization(new Flatten()).call(X)),
        wrong("residual: needs at least one layer", () -> new Residual()),
        wrong(
            "residual: names of layers must differ; got a twice",
            () -> new Residual(new Dense(1).named("a"), new Dense(1).named("a"))),
        wrong(
            "residual: what is added must have one shape; got x=float32[2, 3], layers=float32[2,"
                + " 4] (in layer \"residual\")",
            () -> new Residual(new Dense(4)).call(X)),
        wrong("lora: the rank must be at least 1, got 0", () -> new Dense(1).lora(0)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void areTold(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}

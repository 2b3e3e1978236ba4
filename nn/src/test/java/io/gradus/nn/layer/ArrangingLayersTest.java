package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Layers that permute, repeat, cut and pad.
class ArrangingLayersTest {
  // [[0, 1], [2, 3], [4, 5]] as one sample of three steps with two channels.
  private static final Tensor STEPS = Tensor.arange(6).cast(DType.FLOAT32).reshape(1, 3, 2);

  static final List<Layer> SET =
      List.of(
          new Permute(2, 3, 1).named("a"),
          new RepeatVector(3),
          new UpSampling1D(3),
          new UpSampling2D(2, 3).interpolation("bicubic"),
          new UpSampling3D(2).dataFormat(DataFormat.CHANNELS_FIRST),
          new Cropping1D(1, 0),
          new Cropping2D(1, 2).dataFormat(DataFormat.CHANNELS_FIRST),
          new Cropping3D(1, 2, 3, 4, 5, 6),
          new ZeroPadding1D(2).dataFormat(DataFormat.CHANNELS_FIRST),
          new ZeroPadding2D(1, 2, 3, 4),
          new ZeroPadding3D(1, 2, 3));

  private static float[] of(Layer layer, Tensor x) {
    return layer.call(x).toFloatArray();
  }

  private static String shape(Layer layer, long... dims) {
    TensorType type = TensorType.of(DType.FLOAT32, dims);
    return layer.types(List.of(type), Call.infer()).getFirst().shape().toString();
  }

  @Test
  void permutesTheAxesOfSamples() {
    assertThat(of(new Permute(2, 1), STEPS)).containsExactly(0, 2, 4, 1, 3, 5);
    assertThat(shape(new Permute(3, 1, 2), -1, 4, -1, 6)).isEqualTo("[?, 6, 4, ?]");
  }

  @Test
  void repeatsVectorsAsSteps() {
    assertThat(of(new RepeatVector(2), STEPS.get("0, :2"))).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
    assertThat(shape(new RepeatVector(5), -1, 4)).isEqualTo("[?, 5, 4]");
  }

  @Test
  void repeatsCells() {
    assertThat(of(new UpSampling1D(), STEPS)).containsExactly(0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5);
    assertThat(of(new UpSampling2D(1, 2), STEPS.reshape(1, 3, 1, 2)))
        .containsExactly(0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5);
    Layer first = new UpSampling3D(1, 1, 2).dataFormat(DataFormat.CHANNELS_FIRST);
    assertThat(of(first, STEPS.reshape(1, 2, 3, 1, 1)))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
    assertThat(shape(new UpSampling2D(3), -1, -1, 4, 2)).isEqualTo("[?, ?, 12, 2]");
    assertThat(shape(new UpSampling2D(3).interpolation("bilinear"), -1, -1, 4, 2))
        .isEqualTo("[?, ?, 12, 2]");
  }

  @Test
  void cutsMarginsOff() {
    assertThat(of(new Cropping1D(), STEPS)).containsExactly(2, 3);
    assertThat(of(new Cropping1D(0, 2), STEPS)).containsExactly(0, 1);
    assertThat(of(new Cropping2D(), STEPS.reshape(1, 3, 2, 1))).hasSize(6);
    assertThat(of(new Cropping2D(1, 1, 1, 0), STEPS.reshape(1, 3, 2, 1))).containsExactly(3);
    assertThat(
            of(
                new Cropping2D(1, 0).dataFormat(DataFormat.CHANNELS_FIRST),
                STEPS.reshape(1, 1, 3, 2)))
        .containsExactly(2, 3);
    assertThat(shape(new Cropping3D(1, 2, 3, 4, 5, 6), -1, -1, 9, 12, 2))
        .isEqualTo("[?, ?, 2, 1, 2]");
  }

  @Test
  void addsZeros() {
    assertThat(of(new ZeroPadding1D(1, 0), STEPS)).containsExactly(0, 0, 0, 1, 2, 3, 4, 5);
    assertThat(of(new ZeroPadding2D(0, 1), STEPS.reshape(1, 3, 2, 1)))
        .containsExactly(0, 0, 1, 0, 0, 2, 3, 0, 0, 4, 5, 0);
    assertThat(shape(new ZeroPadding3D(1, 2, 3), -1, -1, 2, 2, 2)).isEqualTo("[?, ?, 6, 8, 2]");
    assertThat(shape(new ZeroPadding1D().dataFormat(DataFormat.CHANNELS_FIRST), -1, 4, 5))
        .isEqualTo("[?, 4, 7]");
  }

  @ParameterizedTest
  @FieldSource("SET")
  void areWrittenAndReadAgain(Layer layer) {
    Map<String, ?> written = Layers.TABLE.write(layer);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void readsMarginsInAllOfKerasForms() {
    assertThat(Cropping1D.SCHEMA.write(new Cropping1D(3))).containsEntry("cropping", List.of(3, 3));
    assertThat(Cropping1D.SCHEMA.write(new Cropping1D(3))).doesNotContainKey("data_format");
    assertThat(margins(2)).isEqualTo(List.of(List.of(2, 2), List.of(2, 2)));
    assertThat(margins(List.of(1, 2))).isEqualTo(List.of(List.of(1, 1), List.of(2, 2)));
    assertThat(margins(List.of(List.of(1, 2), List.of(3, 4))))
        .isEqualTo(List.of(List.of(1, 2), List.of(3, 4)));
    assertThat(margins(List.of(List.of(1, 2), 3))).isEqualTo(List.of(List.of(1, 2), List.of(3, 3)));
  }

  private static Object margins(Object padding) {
    ZeroPadding2D layer = ZeroPadding2D.SCHEMA.read(Map.of("padding", padding));
    return ZeroPadding2D.SCHEMA.write(layer).get("padding");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Permute(2, 3))
        .hasMessage("permute: needs each axis from 1 on once; got [2, 3]");
    assertThatThrownBy(() -> new Permute(2, 1).call(Tensor.ones(2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "permute: needs 3 axes for the order [2, 1]; got x=float32[2, 3]"
                + "; a single sample needs expandDims(0), the axis of samples"
                + " (in layer"
                + " \"permute\")");
    assertThatThrownBy(() -> new RepeatVector(0))
        .hasMessage("repeat vector: n must be at least 1, got 0");
    assertThatThrownBy(() -> new RepeatVector(2).call(STEPS))
        .hasMessage(
            "repeat vector: needs 2 axes, [n, features]; got x=float32[1, 3, 2] (in layer"
                + " \"repeat_vector\")");
    assertThatThrownBy(() -> new UpSampling1D(0))
        .hasMessage(
            "up sampling 1d: size must be a number of at least 1, or one for each of 1 axes; got"
                + " [0]");
    assertThatThrownBy(() -> new UpSampling2D().interpolation("lanczos4"))
        .hasMessage("interpolation: unknown name \"lanczos4\"; nearest: lanczos3, lanczos5");
    assertThatThrownBy(() -> new Cropping1D(2, 1).call(STEPS))
        .hasMessage(
            "cropping 1d: must leave something of axis 1; got x=float32[1, 3, 2], cropping [[2,"
                + " 1]] (in layer \"cropping1d\")");
    assertThatThrownBy(() -> new ZeroPadding2D(1, 2, 3))
        .hasMessage(
            "zero padding 2d: needs one margin for all, or one or two for each of 2 axes, none"
                + " negative; got [1, 2, 3]");
    assertThatThrownBy(() -> new Cropping3D(-1))
        .hasMessage(
            "cropping 3d: needs one margin for all, or one or two for each of 3 axes, none"
                + " negative; got [-1]");
    assertThatThrownBy(() -> margins(List.of(List.of(1, 2, 3), 4)))
        .hasMessage(
            "ZeroPadding2D: key \"padding\": zero padding 2d: needs one margin for all, or one or"
                + " two for each of 2 axes, none negative; got [[1, 2, 3], 4]");
    assertThatThrownBy(() -> new ZeroPadding1D().call(Tensor.ones(2, 3)))
        .hasMessage(
            "zero padding 1d: needs 3 axes, [n, 1 spatial axis, channels]; got x=float32[2, 3]; a"
                + " single sample needs expandDims(0), the axis of samples; data without channels"
                + " expandDims(-1) (in layer \"zero_padding1d\")");
  }

  @Test
  void keepsTheTypeOfIntegers() {
    Tensor whole = Tensor.arange(6).reshape(1, 3, 2);
    assertThat(new UpSampling1D(2).call(whole).type())
        .isEqualTo(TensorType.of(DType.INT32, 1, 6, 2));
    assertThat(new ZeroPadding1D().call(whole).shape()).isEqualTo(Shape.of(1, 5, 2));
  }
}

package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers that spread the values of images over their range, against images changed by hand.
class ContrastsTest {
  private static Stream<ImageLayer<?>> all() {
    return Stream.of(
        new AutoContrast(),
        new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(3, 4),
        new Equalization());
  }

  private static Tensor trained(Layer layer, Tensor x) {
    return layer.call(Values.of(x), Call.train(1)).one();
  }

  private static void assertClose(Tensor x, double... expected) {
    assertThat(x.toDoubleArray()).containsExactly(expected, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesChannelsFirstSingleImagesAndBytes(ImageLayer<?> layer) {
    Tensor x = Tensor.randomUniform(Shape.of(1, 8, 9, 3), 20, 200, 7);
    Tensor y = trained(layer, x);
    assertThat(y.type()).isEqualTo(x.type());
    assertThat(y.toFloatArray()).isNotEqualTo(x.toFloatArray());
    Tensor first = trained(layer.channelsFirst(), x.moveAxis(3, 1)).moveAxis(1, 3);
    assertThat(first.toFloatArray()).isEqualTo(y.toFloatArray());
    Tensor one = trained(layer.named("own"), x.squeeze(0));
    assertThat(one.toFloatArray()).isEqualTo(y.toFloatArray());
    assertThat(trained(layer, x.cast(DType.UINT8)).dtype()).isEqualTo(DType.FLOAT32);
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(Shape.UNKNOWN, 8, 9, 3));
    assertThat(((Layer) layer.named("any")).types(List.of(any), Call.infer())).containsExactly(any);
    assertThatThrownBy(() -> layer.named("flat").call(Tensor.ones(2, 3)))
        .hasMessage(
            "%s: needs an image with three axes, or a batch of them with four; got x=float32[2, 3]"
                    .formatted(layer.label())
                + " (in layer \"flat\")");
  }

  @Test
  void stretchesEachChannelOfEachImage() {
    // The channels of the first image are 10, 20, 60 and 0, 255, 51; the second has one value.
    Tensor x =
        Tensor.of(new float[] {10, 0, 20, 255, 60, 51, 7, 8, 7, 8, 7, 8}, Shape.of(2, 1, 3, 2));
    double[] expected = {0, 0, 51, 255, 255, 51, 7, 8, 7, 8, 7, 8};
    assertClose(new AutoContrast().call(x), expected);
    assertClose(trained(new AutoContrast(), x), expected);
    Tensor y = new AutoContrast().valueRange(-1, 1).call(x.div(127.5).sub(1.0));
    assertClose(y.add(1.0).mul(127.5), expected);
  }

  @Test
  void leavesChannelsWithoutNumbers() {
    Tensor x = Tensor.of(new float[] {1, 1, Float.NaN, 3}, Shape.of(1, 1, 2, 2));
    assertThat(new AutoContrast().call(x).toFloatArray()).containsExactly(1, 0, Float.NaN, 255);
  }

  @Test
  void equalizesEachChannel() {
    // Of the first channel 2 of 4 values are above the lowest; the second has one value.
    Tensor x = Tensor.of(new float[] {50, 7, 50, 7, 100, 7, 200, 7}, Shape.of(1, 2, 2, 2));
    double[] expected = {0, 7, 0, 7, 128, 7, 255, 7};
    assertClose(trained(new Equalization(), x), expected);
    Tensor y = trained(new Equalization().valueRange(-1, 1), x.div(127.5).sub(1.0));
    assertClose(y.add(1.0).mul(127.5), expected);
    assertThat(new Equalization().call(x).toFloatArray()).isEqualTo(x.toFloatArray());
  }

  @Test
  void equalizesTheBatchTogetherInBins() {
    Tensor x = Tensor.of(new float[] {50, 100, 150, 200}, Shape.of(2, 1, 2, 1));
    assertClose(trained(new Equalization(), x), 0, 85, 170, 255);
    Tensor wide = Tensor.of(new float[] {-9, 100, 254, 999}, Shape.of(1, 2, 2, 1));
    assertClose(trained(new Equalization().bins(2), wide), 0, 0, 0, 255);
    assertClose(trained(new Equalization().bins(1), wide), -9, 100, 254, 999);
    assertThatThrownBy(() -> new Equalization().bins(0))
        .hasMessage("equalization: bins must be at least 1, got 0");
  }

  @Test
  void limitsTheContrastOfOneTile() {
    Tensor x = Tensor.of(new float[] {50, 50, 100, 200}, Shape.of(1, 2, 2, 1));
    var whole = new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(1, 1);
    // Of 4 values 2, 3 and 4 are up to these.
    assertClose(whole.clipLimit(0).call(x), 127.5, 127.5, 191.25, 255);
    assertClose(trained(whole.clipLimit(0), x), 127.5, 127.5, 191.25, 255);
    assertClose(whole.clipLimit(0).valueRange(-1, 1).call(x.div(127.5).sub(1.0)), 0, 0, 0.5, 1);
    // By the limit, 1/16, each count is 1/16, and 3.8125 are shared out among 256.
    assertClose(whole.call(x), 51.64676, 51.64676, 103.29351, 202.58776);
    Tensor even = Tensor.full(x.type(), 7);
    assertClose(whole.clipLimit(0).call(even), 255, 255, 255, 255);
    assertClose(whole.clipLimit(0).call(even.mul(0)), 0, 0, 0, 0);
  }

  @Test
  void equalizesBetweenTiles() {
    // The numbers are those of a loop over pixels in NumPy; the tiles have 2 by 3 of them, mirrored
    // at the right and at the bottom.
    float[] pixels = {10, 20, 30, 40, 250, 15, 25, 0, 45, 128, 200, 90, 255, 17, 64};
    Tensor x = Tensor.of(pixels, Shape.of(1, 3, 5, 1));
    var layer = new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(2, 2);
    double[] free = {
      51, 153, 212.5, 148.75, 255, 102, 204, 0, 170, 184.1667, 212.5, 170, 255, 46.75, 162.9167
    };
    assertClose(layer.clipLimit(0).call(x), free);
    double[] limited = {
      47.974, 143.1838, 200.5318, 146.9986, 253.3798, 95.5789, 190.7887, 0, 168.0694, 180.5955,
      218.4245, 165.2367, 255, 40.6812, 117.7342
    };
    assertClose(layer.clipLimit(40).call(x), limited);
    // Images and channels of a batch are on their own.
    Tensor two = Tensor.concat(0, x, x.mul(0));
    Tensor y = layer.clipLimit(40).named("two").call(Tensor.concat(3, two.mul(0), two));
    assertClose(y.get("0, ..., 1"), limited);
    assertThat(y.get("1").toFloatArray()).containsOnly(0);
    // The last tiles hold nothing but mirrored pixels.
    assertThat(layer.tileGridSize(8, 8).call(x).type()).isEqualTo(x.type());
  }

  @Test
  void worksInAModel() {
    Tensor x = Tensor.randomUniform(Shape.of(5, 8, 9, 3), 20, 200, 7);
    var tiles = new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(2, 2);
    Sequential model = new Sequential(new InputLayer(8, 9, 3), new AutoContrast(), tiles);
    Tensor expected = tiles.named("own").call(new AutoContrast().call(x));
    assertThat(model.predict(x).toFloatArray()).isEqualTo(expected.toFloatArray());
  }

  @Test
  void wrongTilesAndImages() {
    var layer = new ContrastLimitedAdaptiveHistogramEqualization();
    assertThatThrownBy(() -> layer.tileGridSize(0, 2))
        .hasMessage(
            "contrast limited adaptive histogram equalization: tileGridSize must be two numbers of"
                + " at least 1, got [0, 2]");
    assertThatThrownBy(() -> layer.clipLimit(Double.NaN))
        .hasMessage(
            "contrast limited adaptive histogram equalization: clipLimit must be finite, got NaN");
    TensorType any = new TensorType(DType.FLOAT32, Shape.of(2, Shape.UNKNOWN, 4, 3));
    assertThatThrownBy(() -> layer.types(List.of(any), Call.infer()))
        .hasMessage(
            "contrast limited adaptive histogram equalization: needs images of known height, width"
                + " and channels; got x=float32[2, ?, 4, 3] (in layer"
                + " \"contrast_limited_adaptive_histogram_equalization\")");
  }
}

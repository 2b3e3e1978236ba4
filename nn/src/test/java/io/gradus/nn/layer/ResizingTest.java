package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Numbers are Keras 3.15.1's on JAX 0.10.2, of
///
/// ```python
/// x = ((np.arange(24) * 7) % 11).astype("float32").reshape(1, 4, 6, 1)
/// keras.layers.Resizing(3, 3, interpolation="lanczos3")(x)   # and so on, with the settings here
/// keras.layers.CenterCrop(2, 3)(x)
/// ```
class ResizingTest {
  private static final Tensor X =
      Tensor.arange(24).mul(7).mod(11).cast(DType.FLOAT32).reshape(1, 4, 6, 1);

  private static void gives(Layer layer, double... expected) {
    double[] got = layer.call(X).toDoubleArray();
    assertThat(got).hasSize(expected.length).containsExactly(expected, within(2e-5));
  }

  private static String shape(Layer layer, long... dims) {
    TensorType type = TensorType.of(DType.UINT8, dims);
    return layer.types(List.of(type), Call.infer()).getFirst().toString();
  }

  @Test
  void isLinearByDefault() {
    gives(
        new Resizing(3, 4),
        2.79167,
        3.66667,
        8.66667,
        2.66667,
        7.0,
        5.125,
        6.0,
        4.125,
        4.33333,
        6.58333,
        3.33333,
        5.58333);
  }

  @Test
  void takesTheNearest() {
    gives(new Resizing(3, 4).interpolation("nearest"), 0, 3, 10, 2, 7, 10, 6, 9, 5, 8, 4, 7);
    Tensor row = new Resizing(5, 9).interpolation(Interpolation.NEAREST).call(X).get("0, 0");
    assertThat(row.toFloatArray()).containsExactly(0, 7, 7, 3, 10, 10, 6, 2, 2);
  }

  @Test
  void knowsLanczos() {
    gives(
        new Resizing(3, 3).interpolation("lanczos3"),
        4.30213,
        5.83719,
        2.84415,
        6.94761,
        7.03571,
        3.3912,
        2.51502,
        7.91958,
        3.93824);
    gives(
        new Resizing(5, 3).interpolation("lanczos5"),
        3.63661,
        5.87617,
        3.10831,
        6.95685,
        4.24387,
        0.95268,
        7.48703,
        7.37812,
        3.38732,
        3.1185,
        9.83275,
        5.76147,
        2.38732,
        7.63838,
        3.55583);
  }

  @Test
  void smooths() {
    gives(new Resizing(2, 3).antialias(true), 4.91837, 5.66071, 4.10204, 4.91837, 5.46429, 4.32653);
    gives(
        new Resizing(2, 3).interpolation("bicubic").antialias(true),
        4.86543,
        5.85368,
        3.94246,
        4.85994,
        5.58802,
        4.20817);
    gives(
        new Resizing(2, 3).interpolation("lanczos3").antialias(true),
        4.69497,
        6.04423,
        4.09628,
        5.13148,
        5.29023,
        4.13899);
  }

  // PyTorch's cubic weights at 1/4 and 3/4 of a pixel: −0.10546875, 0.87890625, 0.26171875 and
  // −0.03515625, whose sums are exact; the outermost pixels stand for those beyond.
  @Test
  void isCubicAsInPyTorch() {
    Tensor x = Tensor.of(new float[] {2, 3, 4, 8}).reshape(1, 4, 1, 1);
    assertThat(new UpSampling2D(2, 1).interpolation("bicubic").call(x).toDoubleArray())
        .containsExactly(
            1.89453125,
            2.19140625,
            2.66796875,
            3.19140625,
            3.38671875,
            5.01171875,
            7.12890625,
            8.421875);
  }

  @Test
  void keepsProportionsWhereAsked() {
    gives(
        new Resizing(3, 3).cropToAspectRatio(),
        6,
        6.16667,
        6.33333,
        4.25,
        6.25,
        3.66667,
        2.5,
        6.33333,
        1);
    gives(
        new Resizing(4, 4).padToAspectRatio(9),
        7.1875,
        7.75,
        9,
        7.5,
        6.4375,
        2.5,
        7.5,
        1.5,
        5.5,
        7.75,
        4.5,
        6.75,
        7.75,
        8.3125,
        7.5,
        8.0625);
  }

  @Test
  void cutsTheMiddleOut() {
    gives(new CenterCrop(2, 3), 5, 1, 8, 3, 10, 6);
    gives(
        new CenterCrop(6, 3),
        3,
        6.5,
        10,
        2,
        5.5,
        9,
        2.5,
        5.08333,
        7.66667,
        8.5,
        7.41667,
        6.33333,
        9,
        7,
        5,
        8,
        6,
        4);
    Tensor single = new CenterCrop(3, 3).call(X.get("0"));
    assertThat(single.shape()).isEqualTo(Shape.of(3, 3, 1));
    assertThat(single.toFloatArray()).containsExactly(7, 3, 10, 5, 1, 8, 3, 10, 6);
  }

  @Test
  void roundsIntegersAndKeepsThemInTheirRange() {
    Tensor bytes = X.mul(20).cast(DType.UINT8);
    Tensor resized = new Resizing(3, 4).call(bytes);
    assertThat(resized.dtype()).isEqualTo(DType.UINT8);
    assertThat(resized.toDoubleArray())
        .containsExactly(56, 73, 173, 53, 140, 102, 120, 82, 87, 132, 67, 112);
    Tensor edge = Tensor.of(new float[] {0, 0, 255, 255}).cast(DType.UINT8).reshape(1, 4, 1, 1);
    double[] cubic = new Resizing(8, 1).interpolation("bicubic").call(edge).toDoubleArray();
    assertThat(cubic).contains(0, 255).isSorted();
    assertThat(new CenterCrop(2, 2).call(bytes).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void takesChannelsFirst() {
    Tensor first = Tensor.stack(1, X.squeeze(3), X.squeeze(3).neg());
    Tensor last = first.moveAxis(1, -1);
    for (Layer[] pair :
        List.of(
            new Layer[] {
              new Resizing(3, 5), new Resizing(3, 5).dataFormat(DataFormat.CHANNELS_FIRST)
            },
            new Layer[] {
              new CenterCrop(5, 2), new CenterCrop(5, 2).dataFormat(DataFormat.CHANNELS_FIRST)
            },
            new Layer[] {
              new UpSampling2D(2).interpolation("bilinear"),
              new UpSampling2D(2).interpolation("bilinear").dataFormat(DataFormat.CHANNELS_FIRST)
            })) {
      assertThat(pair[1].call(first)).hasToString(pair[0].call(last).moveAxis(-1, 1).toString());
    }
  }

  @Test
  void letsGradientsThrough() {
    try (GradientTape tape = new GradientTape()) {
      tape.watch(X);
      Tensor sum = new Resizing(8, 12).call(X).sum();
      // Each old pixel's weights add up to 4.
      assertThat(tape.gradient(sum, X).toFloatArray()).containsOnly(4);
    }
  }

  @Test
  void knowsShapesOfUnknownLengths() {
    assertThat(shape(new Resizing(3, 4), -1, -1, -1, 3)).isEqualTo("uint8[?, 3, 4, 3]");
    assertThat(shape(new Resizing(3, 4).dataFormat(DataFormat.CHANNELS_FIRST), 3, -1, 7))
        .isEqualTo("uint8[3, 3, 4]");
    assertThat(shape(new CenterCrop(3, 4), -1, -1, -1, 3)).isEqualTo("float32[?, 3, 4, 3]");
  }

  @Test
  void isWrittenAsKerasWritesIt() {
    Resizing layer =
        new Resizing(3, 4).padToAspectRatio(0.5).interpolation("lanczos5").antialias(true);
    Map<String, Object> written = Resizing.SCHEMA.write(layer);
    assertThat(written)
        .containsEntry("height", 3)
        .containsEntry("width", 4)
        .containsEntry("interpolation", "lanczos5")
        .containsEntry("crop_to_aspect_ratio", false)
        .containsEntry("pad_to_aspect_ratio", true)
        .containsEntry("fill_mode", "constant")
        .containsEntry("fill_value", 0.5)
        .containsEntry("antialias", true)
        .containsEntry("data_format", "channels_last");
    assertThat(Resizing.SCHEMA.write(Resizing.SCHEMA.read(written))).isEqualTo(written);
    Map<String, ?> crop = CenterCrop.SCHEMA.write(new CenterCrop(5, 6).named("c"));
    assertThat(CenterCrop.SCHEMA.write(CenterCrop.SCHEMA.read(crop))).isEqualTo(crop);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Resizing(0, 4))
        .hasMessage("resizing: height and width must be at least 1, got 0, 4");
    assertThatThrownBy(() -> new Resizing(2, 2).cropToAspectRatio().padToAspectRatio(0))
        .hasMessage("resizing: crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other");
    assertThatThrownBy(() -> new Resizing(2, 2).interpolation("area"))
        .hasMessageStartingWith("interpolation: unknown name \"area\"; known: ");
    assertThatThrownBy(
            () -> Resizing.SCHEMA.read(Map.of("height", 2, "width", 2, "fill_mode", "reflect")))
        .hasMessage("Resizing: key \"fill_mode\": expected \"constant\", got \"reflect\"");
    assertThatThrownBy(() -> new CenterCrop(2, 2).call(Tensor.ones(2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "center crop: needs a picture of 3 axes or a batch of 4; got x=float32[2, 3] (in layer"
                + " \"center_crop\")");
  }
}

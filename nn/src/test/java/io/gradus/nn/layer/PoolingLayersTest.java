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

class PoolingLayersTest {
  private static final Tensor STEPS = Tensor.of(new float[] {1, 5, 2, 4, 3}).reshape(1, 5, 1);

  // Layers with settings other than the defaults.
  static final List<Layer> SET =
      List.of(
          new MaxPooling1D(3).strides(2).padding("same").named("a"),
          new MaxPooling2D(3, 2).strides(2, 1),
          new MaxPooling3D(2).dataFormat(DataFormat.CHANNELS_FIRST),
          new AveragePooling1D(2),
          new AveragePooling2D(2).padding("same"),
          new AveragePooling3D(1, 2, 3),
          new GlobalMaxPooling1D().keepDims(true),
          new GlobalMaxPooling2D().dataFormat(DataFormat.CHANNELS_FIRST),
          new GlobalMaxPooling3D(),
          new GlobalAveragePooling1D(),
          new GlobalAveragePooling2D().keepDims(true).dataFormat(DataFormat.CHANNELS_FIRST),
          new GlobalAveragePooling3D().named("b"),
          new AdaptiveMaxPooling1D(3),
          new AdaptiveMaxPooling2D(3, 2),
          new AdaptiveMaxPooling3D(2).dataFormat(DataFormat.CHANNELS_FIRST),
          new AdaptiveAveragePooling1D(2),
          new AdaptiveAveragePooling2D(2),
          new AdaptiveAveragePooling3D(1, 2, 3));

  private static float[] of(Layer layer, Tensor x) {
    return layer.call(x).toFloatArray();
  }

  /// {@return the shape that the layer gives for an input whose unknown lengths are −1}
  private static Shape shape(Layer layer, long... dims) {
    TensorType type = TensorType.of(DType.FLOAT32, dims);
    return layer.types(List.of(type), Call.infer()).getFirst().shape();
  }

  @Test
  void takesTheLargestOfEachSquareOfTheBooksPicture() {
    Tensor picture =
        Tensor.of(new float[] {1, 3, 2, 1, 4, 6, 5, 8, 7, 2, 3, 4, 9, 5, 6, 1}).reshape(1, 4, 4, 1);
    Tensor pooled = new MaxPooling2D(2).call(picture);
    assertThat(pooled.shape()).isEqualTo(Shape.of(1, 2, 2, 1));
    assertThat(pooled.toFloatArray()).containsExactly(6, 8, 9, 6);
  }

  @Test
  void standsSideBySideByDefault() {
    assertThat(of(new MaxPooling1D(), STEPS)).containsExactly(5, 4);
    assertThat(of(new AveragePooling1D(2), STEPS)).containsExactly(3, 3);
  }

  @Test
  void strides() {
    assertThat(of(new MaxPooling1D(2).strides(1), STEPS)).containsExactly(5, 5, 4, 4);
    assertThat(of(new AveragePooling1D(1).strides(2), STEPS)).containsExactly(1, 2, 3);
  }

  @Test
  void leavesWhatIsBeyondTheEndsOutOfMeansAndMaxima() {
    assertThat(of(new AveragePooling1D(2).padding("same"), STEPS)).containsExactly(3, 3, 3);
    assertThat(of(new MaxPooling1D(3).strides(1).padding("same"), STEPS.neg()))
        .containsExactly(-1, -1, -2, -2, -3);
  }

  @Test
  void poolsChannelsApartWhereverTheyStand() {
    Tensor x = Tensor.arange(24).cast(DType.FLOAT32).reshape(1, 3, 4, 2);
    Tensor first = x.moveAxis(-1, 1);
    assertThat(new MaxPooling2D(2).dataFormat(DataFormat.CHANNELS_FIRST).call(first))
        .hasToString(new MaxPooling2D(2).call(x).moveAxis(-1, 1).toString());
    assertThat(new GlobalAveragePooling2D().dataFormat(DataFormat.CHANNELS_FIRST).call(first))
        .hasToString(new GlobalAveragePooling2D().call(x).toString());
    assertThat(new AdaptiveMaxPooling2D(2).dataFormat(DataFormat.CHANNELS_FIRST).call(first))
        .hasToString(new AdaptiveMaxPooling2D(2).call(x).moveAxis(-1, 1).toString());
  }

  @Test
  void globalLayersTakeAllSteps() {
    assertThat(of(new GlobalMaxPooling1D(), STEPS)).containsExactly(5);
    assertThat(of(new GlobalAveragePooling1D(), STEPS)).containsExactly(3);
    assertThat(new GlobalMaxPooling2D().keepDims(true).call(Tensor.ones(2, 3, 4, 5)).shape())
        .isEqualTo(Shape.of(2, 1, 1, 5));
  }

  @Test
  void globalMeansLeaveMaskedStepsOut() {
    Tensor mask = Tensor.of(true, false, true, false, false).reshape(1, 5);
    Tensor odd = STEPS.with("0, 1, 0", Tensor.of(Float.NaN));
    GlobalAveragePooling1D layer = new GlobalAveragePooling1D();
    Values pooled = layer.call(Values.of(odd).masked(mask), Call.infer());
    assertThat(pooled.one().toFloatArray()).containsExactly(1.5f);
    assertThat(pooled.isMasked()).isFalse();
    Layer first = new GlobalAveragePooling1D().dataFormat(DataFormat.CHANNELS_FIRST).keepDims(true);
    Tensor other = first.call(Values.of(odd.reshape(1, 1, 5)).masked(mask), Call.infer()).one();
    assertThat(other.shape()).isEqualTo(Shape.of(1, 1, 1));
    assertThat(other.toFloatArray()).containsExactly(1.5f);
  }

  @Test
  void adaptiveWindowsCoverAnyLength() {
    assertThat(of(new AdaptiveMaxPooling1D(2), STEPS)).containsExactly(5, 4);
    assertThat(of(new AdaptiveAveragePooling1D(2), STEPS)).containsExactly(8 / 3f, 3);
    assertThat(of(new AdaptiveAveragePooling1D(7), STEPS))
        .containsExactly(1, 3, 3.5f, 2, 3, 3.5f, 3);
  }

  @Test
  void knowsShapesOfUnknownLengths() {
    assertThat(shape(new MaxPooling2D(2), -1, 5, 6, 3)).hasToString("[?, 2, 3, 3]");
    assertThat(shape(new MaxPooling2D(2), -1, -1, 6, 3)).hasToString("[?, ?, 3, 3]");
    assertThat(shape(new GlobalAveragePooling2D(), -1, -1, -1, 3)).hasToString("[?, 3]");
    assertThat(shape(new GlobalMaxPooling2D(), -1, -1, -1, 3)).hasToString("[?, 3]");
    assertThat(shape(new AdaptiveAveragePooling2D(2, 3), -1, -1, -1, 3))
        .hasToString("[?, 2, 3, 3]");
  }

  @Test
  void computesInTheTypeOfItsPolicy() {
    Tensor halves = STEPS.cast(DType.FLOAT16);
    Map<String, Object> config = Map.of("pool_size", List.of(2), "dtype", "mixed_float16");
    assertThat(AveragePooling1D.SCHEMA.read(config).call(STEPS).toString())
        .isEqualTo(halves.averagePool(io.gradus.tensor.Pool.of(2)).toString());
  }

  @ParameterizedTest
  @FieldSource("SET")
  void areWrittenAndReadAgain(Layer layer) {
    Map<String, ?> written = Layers.TABLE.write(layer);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void areWrittenAsKerasWritesThem() {
    assertThat(MaxPooling1D.SCHEMA.write(new MaxPooling1D(3).padding("same").strides(2)))
        .containsEntry("pool_size", List.of(3))
        .containsEntry("strides", List.of(2))
        .containsEntry("padding", "same")
        .containsEntry("data_format", "channels_last");
    assertThat(MaxPooling2D.SCHEMA.read(Map.of()).options().strides()).containsExactly(2, 2);
    assertThat(
            AveragePooling2D.SCHEMA
                .read(Map.of("pool_size", 3, "data_format", "channels_first"))
                .options())
        .isEqualTo(new AveragePooling2D(3).dataFormat(DataFormat.CHANNELS_FIRST).options());
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new MaxPooling2D(2).call(Tensor.ones(2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "max pooling 2d: needs 4 axes, [n, 2 spatial axes, channels]; got x=float32[2, 3] (in"
                + " layer \"max_pooling2d\")");
    Layer first = new GlobalMaxPooling1D().dataFormat(DataFormat.CHANNELS_FIRST);
    assertThatThrownBy(() -> first.call(Tensor.ones(2, 3)))
        .hasMessage(
            "global max pooling 1d: needs 3 axes, [n, channels, 1 spatial axis]; got x=float32[2,"
                + " 3]; a single sample needs expandDims(0), the axis of samples; data without"
                + " channels expandDims(-1) (in layer \"global_max_pooling1d\")");
    assertThatThrownBy(() -> new AveragePooling1D(9).call(STEPS))
        .hasMessage(
            "averagePool: no window fits into axis 1; got x=float32[1, 5, 1], Sliding[size=[9],"
                + " strides=[9], same=false] (in layer \"average_pooling1d\")");
    assertThatThrownBy(() -> new MaxPooling2D(2, 3, 4))
        .hasMessage(
            "max pooling 2d: pool_size must be a number of at least 1, or one for each of 2 axes;"
                + " got [2, 3, 4]");
    assertThatThrownBy(() -> new MaxPooling2D(2).strides(0))
        .hasMessage(
            "max pooling 2d: strides must be a number of at least 1, or one for each of 2 axes;"
                + " got [0]");
    assertThatThrownBy(() -> new AdaptiveMaxPooling3D(1, 2))
        .hasMessage(
            "adaptive max pooling 3d: output_size must be a number of at least 1, or one for each"
                + " of 3 axes; got [1, 2]");
    assertThatThrownBy(() -> new MaxPooling1D(2).padding("full"))
        .hasMessage("max pooling 1d: padding: unknown name \"full\"; known: valid, same");
    assertThatThrownBy(() -> DataFormat.of("channels_lst"))
        .hasMessage(
            "data_format: unknown name \"channels_lst\"; nearest: channels_last, channels_first");
  }
}

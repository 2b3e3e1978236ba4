package io.gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers that drop or disturb their inputs while training.
class NoiseLayersTest {
  private static final Tensor X = Tensor.ones(64, 5, 40);

  private static Tensor train(Layer layer, Tensor x) {
    Variable step = new Variable("step", Tensor.of(3L)).trainable(false);
    return layer.call(Values.of(x), Call.train(7, step)).one();
  }

  private static void assertMoments(Tensor y, double mean, double deviation) {
    assertThat(y.mean().item()).isCloseTo(mean, within(0.03));
    assertThat(y.std().item()).isCloseTo(deviation, within(0.03));
  }

  @Test
  void dropoutDropsItsShareAndKeepsTheMean() {
    Tensor y = train(new Dropout(0.2), X);
    assertMoments(y, 1, 0.5);
    assertThat(y.unique().toFloatArray()).containsExactly(0, 1.25f);
  }

  @Test
  void noiseShapeDropsTogether() {
    Tensor y = train(new Dropout(0.5).noiseShape(Shape.UNKNOWN, 1, Shape.UNKNOWN), X);
    assertThat(y.var(Axes.of(1)).max().item()).isZero();
    assertMoments(y, 1, 1);
    // Of fewer axes it stretches along the first ones.
    Tensor last = train(new Dropout(0.5).noiseShape(40), X);
    assertThat(last.var(Axes.of(0, 1)).max().item()).isZero();
  }

  @Test
  void spatialDropoutDropsChannels() {
    Tensor series = train(new SpatialDropout1D(0.5), X);
    assertThat(series.var(Axes.of(1)).max().item()).isZero();
    assertMoments(series, 1, 1);
    Tensor images = Tensor.ones(8, 3, 4, 50);
    Tensor last = train(new SpatialDropout2D(0.5), images);
    assertThat(last.var(Axes.of(1, 2)).max().item()).isZero();
    assertThat(last.get("0, 0, 0").unique().toFloatArray()).containsExactly(0, 2);
    Tensor first =
        train(new SpatialDropout2D(0.5).dataFormat("channels_first"), images.moveAxis(3, 1));
    assertThat(first.var(Axes.of(2, 3)).max().item()).isZero();
    Tensor volumes = train(new SpatialDropout3D(0.5), Tensor.ones(2, 2, 2, 2, 50));
    assertThat(volumes.var(Axes.of(1, 2, 3)).max().item()).isZero();
  }

  @Test
  void gaussianNoiseAndDropoutAreNormal() {
    assertMoments(train(new GaussianNoise(0.5), X), 1, 0.5);
    assertMoments(train(new GaussianDropout(0.2), X.mul(2)), 2, 1);
  }

  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    Tensor x = Tensor.randomNormal(Shape.of(64, 200), 0, 1, 3);
    assertMoments(train(new AlphaDropout(0.3), x), 0, 1);
    Tensor together = train(new AlphaDropout(0.3).noiseShape(Shape.UNKNOWN, 1), x);
    Tensor dropped = together.sub(together.get("..., 0:1")).abs().max(1).less(1e-6);
    assertThat(dropped.cast(DType.FLOAT32).mean().item()).isBetween(0.1, 0.5);
  }

  static Stream<Layer> layers() {
    return Stream.of(
        new Dropout(0.5).noiseShape(Shape.UNKNOWN, 1, 40),
        new AlphaDropout(0.1).named("alpha"),
        new GaussianDropout(0.1),
        new GaussianNoise(0.1),
        new SpatialDropout1D(0.1).named("spatial"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void passEverythingInInference(Layer layer) {
    Tensor mask = Tensor.ones(64, 5).cast(DType.BOOL);
    Values out = layer.call(Values.of(X).masked(mask), Call.infer());
    assertThat(out.one()).isSameAs(X);
    assertThat(out.mask(0)).isSameAs(mask);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void drawTheSameForTheSameSeedAndStep(Layer layer) {
    assertThat(train(layer, X).toFloatArray()).isEqualTo(train(layer, X).toFloatArray());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void areWrittenAndReadAgain(Layer layer) {
    Map<String, ?> written = Layers.TABLE.write(layer);
    assertThat(Layers.TABLE.write(Layers.TABLE.read(written))).isEqualTo(written);
  }

  @Test
  void rateZeroDoesNothing() {
    assertThat(train(new AlphaDropout(0), X)).isSameAs(X);
    assertThat(train(new GaussianDropout(0), X)).isSameAs(X);
    assertThat(train(new GaussianNoise(0), X)).isSameAs(X);
    assertThat(train(new SpatialDropout1D(0), X)).isSameAs(X);
  }

  @Test
  void spatialDropoutWritesTheKeysThatKerasTakes() {
    Layer layer = new SpatialDropout2D(0.1);
    assertThat(SpatialDropout2D.SCHEMA.write((SpatialDropout2D) layer).keySet())
        .containsExactlyInAnyOrder("name", "dtype", "rate", "seed", "data_format");
    layer.trainable(false);
    assertThat(SpatialDropout2D.SCHEMA.write((SpatialDropout2D) layer))
        .containsEntry("trainable", false);
  }
}

package io.gradus.checks.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Gradients;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Overlap;
import io.gradus.tensor.Padding;
import io.gradus.tensor.QuantileMethod;
import io.gradus.tensor.Sampler;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions that are made of operations: their gradients against differences, what is special
/// about them, and what they refuse. Their values are compared with Keras in
/// [io.gradus.checks.operation.KerasFunctionsTest].
class CompositionsTest {
  private static Arguments of(String name, UnaryOperator<Tensor> f, long... dims) {
    Tensor x = Tensor.randomUniform(TensorType.of(DType.FLOAT64, dims), 0.2, 2, 5);
    return Arguments.of(Named.of(name, f), x);
  }

  static Stream<Arguments> differentiable() {
    Tensor y = Tensor.randomUniform(TensorType.of(DType.FLOAT64, 3, 4), 3, 4, 7);
    Tensor image = Tensor.randomUniform(TensorType.of(DType.FLOAT64, 6, 5, 3), 0, 1, 3);
    Tensor places = Tensor.of(new double[][] {{0.3, 1.7, 4.4}, {1.2, -0.6, 3.3}});
    return Stream.of(
        of("nanSum", x -> holed(x).nanSum(Axes.of(1)), 3, 4),
        of("nanProd", x -> holed(x).nanProd(Axes.of(1)), 3, 4),
        of("nanMean", x -> holed(x).nanMean(Axes.of(1).keep()), 3, 4),
        of("nanVar", x -> holed(x).nanVar(Axes.of(0, 1)), 3, 4),
        of("nanStd", x -> holed(x).nanStd(Axes.of(1)), 3, 4),
        of("nanMax", x -> holed(x).nanMax(Axes.of(1)), 3, 4),
        of("nanMin", x -> holed(x).nanMin(Axes.of()), 3, 4),
        of("nanCumSum", x -> holed(x).nanCumSum(1), 3, 4),
        of("nanCumProd", x -> holed(x).nanCumProd(1), 3, 4),
        of("nanMedian", x -> holed(x).nanMedian(Axes.of(1)), 3, 4),
        of("nanQuantile", x -> x.nanQuantile(0.3, Axes.of(), QuantileMethod.LINEAR), 3, 4),
        of("quantile midpoint", x -> x.quantile(0.4, Axes.of(1), QuantileMethod.MIDPOINT), 3, 4),
        of("ptp", x -> x.ptp(Axes.of(1)), 3, 4),
        of("corrCoef", Tensor::corrCoef, 3, 4),
        of("fmax", x -> x.fmax(holed(y)), 3, 4),
        of("fmin", x -> x.fmin(holed(y)), 3, 4),
        of("heaviside", x -> x.sub(1).sub(1e-3).heaviside(y).mul(x), 3, 4),
        of("correlate", x -> x.correlate(x.get("1:4"), Overlap.SAME), 5),
        of("cdist", x -> x.cdist(y), 2, 4),
        of("vander", x -> x.vander(4, false), 3),
        of("associativeScan", x -> x.associativeScan(Tensor::mul, 1, true), 3, 5),
        of("map", x -> x.map(row -> row.square().sum()), 3, 4),
        of("rearrange", x -> x.rearrange("a (b c) -> (c a) b", Map.of("b", 2)), 3, 4),
        of("scatterMul", x -> x.scatterMul(Tensor.of(new int[][] {{1}, {0}, {1}}), y), 2, 4),
        of("unfold", CompositionsTest::unfolded, 1, 2, 5, 4),
        of(
            "fold",
            x -> x.fold(pair(4, 5), pair(2, 2), pair(1, 2), pair(1, 0), pair(1, 1)),
            1,
            8,
            15),
        of("patches", x -> x.patches(pair(2, 3), pair(2, 1), pair(1, 1), true), 2, 5, 4, 3),
        of("reconstructPatches", x -> x.reconstructPatches(pair(2, 2), pair(3, 4)), 2, 2, 2, 12),
        of("rgbToGrayscale", Tensor::rgbToGrayscale, 2, 3, 3),
        of("rgbToHsv", Tensor::rgbToHsv, 2, 2, 3),
        of("hsvToRgb", x -> x.mul(0.4).hsvToRgb(), 2, 2, 3),
        of("resize", x -> x.resize(3, 7, Interpolation.LANCZOS3, true), 5, 4, 2),
        of("scaleAndTranslate", CompositionsTest::stretched, 5, 4, 2),
        of("gaussianBlur", x -> x.gaussianBlur(3, 5, 1, 0.5), 5, 4, 2),
        of("blur", x -> x.blur(Tensor.of(0.5, 1, -0.5), Tensor.of(2.0, 1)), 5, 4, 2),
        of("weights of blur", x -> image.blur(x, Tensor.of(2.0, 1)), 3),
        of("warp", x -> x.warp(way(), Sampler.of(Interpolation.BILINEAR, Padding.WRAP)), 5, 4, 2),
        of("sobelEdges", Tensor::sobelEdges, 5, 4, 2),
        of("ssim", x -> x.ssim(image, 1, 3, 1, 0.01, 0.03), 6, 5, 3),
        of("psnr", x -> x.psnr(y, 1), 3, 4),
        of("mapCoordinates", x -> x.mapCoordinates(places, Interpolation.BILINEAR, 0.5), 5, 4),
        of(
            "places of mapCoordinates",
            x -> image.sum(-1).mapCoordinates(x.add(0.11), Interpolation.BILINEAR, Padding.WRAP),
            2,
            3),
        of(
            "affineTransform",
            x -> x.affineTransform(affine(), Sampler.of(Interpolation.BILINEAR, Padding.EDGE)),
            5,
            4,
            2));
  }

  // With NaN in the second column.
  private static Tensor holed(Tensor x) {
    return Tensor.of(true, false, true, true).where(x, Double.NaN);
  }

  private static int[] pair(int first, int second) {
    return new int[] {first, second};
  }

  private static Tensor unfolded(Tensor x) {
    return x.unfold(pair(2, 3), pair(2, 1), pair(1, 0), pair(1, 2));
  }

  private static Tensor stretched(Tensor x) {
    return x.scaleAndTranslate(
        Shape.of(4, 6, 2),
        pair(0, 1),
        new double[] {0.75, 1.5},
        new double[] {0.25, -0.5},
        Interpolation.BICUBIC,
        false);
  }

  private static Tensor way() {
    return Tensor.arange(40).cast(DType.FLOAT64).mul(0.37).sin().mul(2).reshape(1, 5, 4, 2);
  }

  private static Tensor affine() {
    return Tensor.of(1.1, 0.2, -0.3, -0.1, 0.9, 0.4, 0.0, 0.0);
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void haveTheGradientOfDifferences(UnaryOperator<Tensor> f, Tensor x) {
    assertThat(Gradients.check(f, x).passes()).isTrue();
  }

  @Test
  void foldAddsWhatUnfoldTook() {
    Tensor ones = Tensor.ones(1, 1, 3, 3);
    Tensor columns = ones.unfold(pair(2, 2), pair(1, 1), pair(0, 0), pair(1, 1));
    Tensor counts = columns.fold(pair(3, 3), pair(2, 2), pair(1, 1), pair(0, 0), pair(1, 1));
    assertThat(counts.toFloatArray()).containsExactly(1, 2, 1, 2, 4, 2, 1, 2, 1);
  }

  @Test
  void patchesAreJoinedAgain() {
    Tensor x = Tensor.arange(2 * 5 * 6 * 3).reshape(2, 5, 6, 3);
    Tensor patches = x.patches(pair(2, 4), pair(2, 4), pair(1, 1), true);
    assertThat(patches.shape()).isEqualTo(Shape.of(2, 3, 2, 24));
    assertThat(patches.reconstructPatches(pair(2, 4), pair(5, 6)).toIntArray())
        .isEqualTo(x.toIntArray());
  }

  @Test
  void nextAfterMovesHalvesByTheirOwnStep() {
    Tensor x = Tensor.of(1f, -1f, 0f, 0f, 1f, Float.NaN).cast(DType.FLOAT16);
    Tensor y = Tensor.of(2f, 2f, -1f, 1f, 1f, 0f).cast(DType.FLOAT16);
    float least = 0x1p-24f;
    assertThat(x.nextAfter(y).cast(DType.FLOAT32).toFloatArray())
        .containsExactly(1 + 0x1p-10f, -1 + 0x1p-11f, -least, least, 1, Float.NaN);
  }

  @Test
  void castsThatSaturateStayInTheRange() {
    Tensor x = Tensor.of(-1e20, -1, 200.7, 1e20, Double.POSITIVE_INFINITY);
    assertThat(x.saturateCast(DType.UINT8).cast(DType.INT32).toIntArray())
        .containsExactly(0, 0, 200, 255, 255);
    assertThat(x.saturateCast(DType.INT32).toIntArray())
        .containsExactly(Integer.MIN_VALUE, -1, 200, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(x.saturateCast(DType.INT64).toLongArray())
        .containsExactly(Long.MIN_VALUE, -1, 200, Long.MAX_VALUE, Long.MAX_VALUE);
    assertThat(x.saturateCast(DType.UINT64).toLongArray()).containsExactly(0, 0, 200, -1, -1);
    assertThat(Tensor.scalar(DType.FLOAT32, 1e20).saturateCast(DType.INT64).shape().rank())
        .isZero();
    assertThat(Tensor.of(Double.NaN, -0x1p63, 0x1p62).saturateCast(DType.INT64).toLongArray())
        .containsExactly(0, Long.MIN_VALUE, 1L << 62);
    assertThat(x.saturateCast(DType.FLOAT16).cast(DType.FLOAT32).toFloatArray())
        .containsExactly(-65504, -1, 200.75f, 65504, 65504);
    assertThat(Tensor.of(-5, 300).saturateCast(DType.INT8).cast(DType.INT32).toIntArray())
        .containsExactly(-5, 127);
    assertThat(Tensor.of(-5, 300).saturateCast(DType.UINT64).toLongArray()).containsExactly(0, 300);
  }

  @Test
  void histogramCountsTheLastEdge() {
    var counted = Tensor.of(0f, 1f, 1f, 2f, 4f, Float.NaN).get("0:5").histogram(4);
    assertThat(counted.counts().toIntArray()).containsExactly(1, 2, 1, 1);
    assertThat(counted.edges().toFloatArray()).containsExactly(0, 1, 2, 3, 4);
    assertThat(Tensor.of(3f, 3f).histogram(2).edges().toFloatArray())
        .containsExactly(2.5f, 3, 3.5f);
  }

  @Test
  void clippingBeyondATypesRangeHoldsNothingBack() {
    Tensor x = Tensor.of(1, 200).cast(DType.UINT8);
    assertThat(x.clip(-1, 100).cast(DType.INT32).toIntArray()).containsExactly(1, 100);
    assertThat(x.clip(5, 3000).cast(DType.INT32).toIntArray()).containsExactly(5, 200);
  }

  @Test
  void refuseWhatDoesNotFit() {
    Tensor x = Tensor.zeros(2, 3);
    assertThatThrownBy(() -> x.rearrange("a b -> a", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rearrange: both sides must name each axis once; got \"a b -> a\"");
    assertThatThrownBy(() -> x.rearrange("a (b c) -> a b c", Map.of("b", 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "rearrange: axis 1 cannot be taken apart as [b, c] with {b=2}; got float32[2, 3]");
    assertThatThrownBy(() -> x.rearrange("a [b] -> b a", Map.of()))
        .hasMessage("rearrange: needs names, and names in parentheses; got \"a [b] -> b a\"");
    assertThatThrownBy(() -> x.nanQuantile(2, Axes.of(), QuantileMethod.LOWER))
        .hasMessage("nanQuantile: q must be from 0 to 1; got 2.0");
    assertThatThrownBy(() -> x.correlate(x, Overlap.FULL))
        .hasMessage(
            "correlate: needs two vectors that are not empty; got float32[2, 3], float32[2, 3]");
    assertThatThrownBy(() -> x.cdist(Tensor.zeros(2, 4)))
        .hasMessage(
            "cdist: needs rows of one length, with at least two axes; got float32[2, 3],"
                + " float32[2, 4]");
    assertThatThrownBy(() -> x.rgbToHsv())
        .hasMessage("rgbToHsv: needs an image of 3 axes or a batch of 4; got float32[2, 3]");
    assertThatThrownBy(() -> Tensor.geomspace(0, 1, 3, true, DType.FLOAT32))
        .hasMessage(
            "geomspace: start and stop must not be 0 and have one sign; got start=0.0, stop=1.0");
    assertThatThrownBy(() -> Sampler.of(Interpolation.BICUBIC, 0))
        .hasMessage("sampler: the interpolation must be nearest or bilinear; got bicubic");
    assertThatThrownBy(() -> x.unfold(pair(1, 1), pair(1, 1), pair(0, 0), pair(1, 1)))
        .hasMessage("unfold: needs [n, channels, height, width]; got float32[2, 3]");
    assertThatThrownBy(
            () -> Tensor.zeros(1, 1, 2, 2).unfold(pair(3, 1), pair(1, 1), pair(0, 0), pair(1, 1)))
        .hasMessage("unfold: no patch of 3 taps fits axis 2; got float32[1, 1, 2, 2]");
    assertThatThrownBy(() -> x.fliplr().flatten().fliplr())
        .hasMessage("fliplr: needs at least two axes; got float32[6]");
    assertThatThrownBy(() -> x.psnr(Tensor.zeros(3), 1))
        .hasMessage("psnr: needs tensors of one shape; got float32[2, 3], float32[3]");
  }
}

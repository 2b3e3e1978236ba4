package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.DTypeException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Values and edges of functions that are made of operations, computed by hand.
class ComposedFunctionsTest {
  private static int[] pair(int first, int second) {
    return new int[] {first, second};
  }

  private static AbstractThrowableAssert<?, ?> misfit(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(ShapeException.class);
  }

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void trapezoidsLieBetweenNeighbours() {
    assertThat(Tensor.of(1f, 2f, 4f).trapezoid(0.5, 0).item()).isEqualTo(2.25f);
    assertThat(Tensor.ones(1).trapezoid(2, 0).item()).isZero();
    Tensor rows = Tensor.of(new float[][] {{1, 3}, {5, 9}});
    assertThat(rows.trapezoid(1, 0).toFloatArray()).containsExactly(3, 6);
    assertThat(rows.trapezoid(1, -1).toFloatArray()).containsExactly(2, 7);
  }

  @Test
  void theFirstPartsAreLonger() {
    List<Tensor> parts = Tensor.arange(8).arraySplit(3, 0);
    assertThat(parts).extracting(part -> part.dim(0)).containsExactly(3L, 3L, 2L);
    assertThat(parts.get(1).toIntArray()).containsExactly(3, 4, 5);
    assertThat(Tensor.arange(2).arraySplit(3, 0).get(2).size()).isZero();
    misfit(() -> Tensor.arange(8).arraySplit(0, 0))
        .hasMessage("arraySplit: the count must be at least 1; got 0");
  }

  @Test
  void anglesHaveDegrees() {
    assertThat(Tensor.of(Math.PI, -Math.PI / 2).toDegrees().toDoubleArray())
        .containsExactly(new double[] {180, -90}, within(1e-12));
  }

  @Test
  void blocksBecomeChannels() {
    Tensor x = Tensor.arange(16).reshape(1, 4, 4, 1);
    Tensor deep = x.spaceToDepth(2);
    assertThat(deep.shape()).isEqualTo(Shape.of(1, 2, 2, 4));
    assertThat(deep.toIntArray())
        .containsExactly(0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15);
    assertThat(deep.depthToSpace(2).toIntArray()).isEqualTo(x.toIntArray());
    String needs = "spaceToDepth: needs [n, h, w, channels] with h and w multiples of ";
    misfit(() -> Tensor.zeros(1, 3, 4, 1).spaceToDepth(2))
        .hasMessage(needs + "2; got x=float32[1, 3, 4, 1]");
    misfit(() -> Tensor.zeros(1, 4, 3, 1).spaceToDepth(2))
        .hasMessage(needs + "2; got x=float32[1, 4, 3, 1]");
    misfit(() -> x.spaceToDepth(0)).hasMessage(needs + "0; got x=int32[1, 4, 4, 1]");
    misfit(() -> x.squeeze(0).spaceToDepth(2)).hasMessage(needs + "2; got x=int32[4, 4, 1]");
  }

  @Test
  void stretchesBeginAStrideApart() {
    Tensor stretches = Tensor.arange(8).sequences(3, 2);
    assertThat(stretches.toNested()).isEqualTo(new int[][] {{0, 1, 2}, {2, 3, 4}, {4, 5, 6}});
  }

  @Test
  void columnsAreAddedBehindMarginsOfEitherAxis() {
    int[] taps = pair(1, 2);
    Tensor ones = Tensor.ones(1, 1, 2, 2);
    Tensor columns = ones.unfold(taps, pair(1, 1), pair(0, 1), pair(1, 1));
    assertThat(columns.shape()).isEqualTo(Shape.of(1, 2, 6));
    Tensor sums = columns.fold(pair(2, 2), taps, pair(1, 1), pair(0, 1), pair(1, 1));
    assertThat(sums.toFloatArray()).containsExactly(2, 2, 2, 2);
  }

  @Test
  void patchesHaveTheMarginsOfTheirOwnAxis() {
    Tensor x = Tensor.arange(1, 7).reshape(1, 1, 6, 1);
    Tensor wide = x.patches(pair(1, 4), pair(1, 3), pair(1, 1), true);
    assertThat(wide.toIntArray()).containsExactly(1, 2, 3, 4, 4, 5, 6, 0);
    Tensor high = x.transpose(0, 2, 1, 3).patches(pair(4, 1), pair(3, 1), pair(1, 1), true);
    assertThat(high.toIntArray()).containsExactly(1, 2, 3, 4, 4, 5, 6, 0);
  }

  @Test
  void nothingHasAHistogramFromZeroToOne() {
    Searching.Histogram none = Tensor.zeros(0).histogram(2);
    assertThat(none.counts().toIntArray()).containsExactly(0, 0);
    assertThat(none.edges().toFloatArray()).containsExactly(0, 0.5f, 1);
  }

  @Test
  void theInverseOfZerosIsZero() {
    Tensor inverse = Tensor.zeros(2, 3).pinv();
    assertThat(inverse.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(inverse.toFloatArray()).containsOnly(0);
  }

  @Test
  void leastSquaresNeedAMatrix() {
    misfit(() -> Tensor.zeros(3).lstsq(Tensor.zeros(3)))
        .hasMessage(
            "lstsq: needs a matrix and as many right sides, a vector or a matrix; got"
                + " a=float32[3], b=float32[3]");
  }

  @Test
  void theDensityAtZeroDependsOnTheForm() {
    Tensor x = Tensor.zeros(TensorType.of(DType.FLOAT64, 3));
    Tensor slope;
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      slope = tape.gradient(Tensor.of(1.0, 0.5, 2.0).gammainc(x).sum(), x);
    }
    assertThat(slope.toDoubleArray()).containsExactly(1, Double.POSITIVE_INFINITY, 0);
  }

  @Test
  void theNearestOfTwoNeighboursIsTheEvenOne() {
    Tensor x = Tensor.of(10f, 20f, 30f, 40f);
    assertThat(x.quantile(0.5, Axes.of(), QuantileMethod.NEAREST).item()).isEqualTo(30);
    assertThat(x.get("1:").quantile(0.25, Axes.of(), QuantileMethod.NEAREST).item()).isEqualTo(20);
  }

  @Test
  void similarityDoesNotDependOnTheUnit() {
    Tensor x = Tensor.randomUniform(TensorType.of(DType.FLOAT64, 12, 12, 1), 0, 1, 3);
    Tensor y = x.add(Tensor.randomUniform(x.type(), -0.2, 0.2, 4));
    double one = x.ssim(y, 1).item();
    double three = x.mul(3).ssim(y.mul(3), 3).item();
    assertThat(three).isBetween(0.1, 0.99).isCloseTo(one, within(1e-12));
  }

  @Test
  void greyImagesStayAsTheyAre() {
    Tensor grey = Tensor.arange(4).reshape(2, 2, 1);
    assertThat(grey.rgbToGrayscale()).isSameAs(grey);
    Tensor colour = Tensor.of(10.0, 20.0, 30.0).reshape(1, 1, 3).rgbToGrayscale();
    assertThat(colour.shape()).isEqualTo(Shape.of(1, 1, 1));
    assertThat(colour.item()).isCloseTo(18.149, within(1e-12));
    misfit(() -> Tensor.zeros(2, 2, 2).rgbToHsv())
        .hasMessage("rgbToHsv: needs 3 channels; got float32[2, 2, 2]");
    misfit(() -> Tensor.zeros(2, 2, 2).resize(2, 1, 1, Interpolation.NEAREST, false))
        .hasMessage("resize: needs pixels along axis 2 and the next; got float32[2, 2, 2]");
    misfit(() -> Tensor.zeros(2, 0, 2).resize(0, 1, 1, Interpolation.NEAREST, false))
        .hasMessage("resize: needs pixels along axis 0 and the next; got float32[2, 0, 2]");
  }

  @Test
  void theNearestPixelLiesBelowTheCentre() {
    Tensor x = Tensor.arange(5).reshape(5, 1, 1);
    assertThat(x.resize(3, 1, Interpolation.NEAREST, false).toIntArray()).containsExactly(0, 2, 4);
    assertThat(x.resize(7, 1, Interpolation.NEAREST, false).toIntArray())
        .containsExactly(0, 1, 1, 2, 3, 3, 4);
  }

  @Test
  void einsumTakesEveryLetterAndStretchesOnes() {
    Tensor a = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Tensor b = Tensor.of(new float[][] {{5, 6}, {7, 8}});
    float[] product = a.matmul(b).toFloatArray();
    assertThat(Tensor.einsum("az,zA->aA", a, b).toFloatArray()).isEqualTo(product);
    assertThat(Tensor.einsum("Za,aA->ZA", a, b).toFloatArray()).isEqualTo(product);
    assertThat(Tensor.einsum("ij,ij->ij", a.get(":1"), b).toFloatArray())
        .containsExactly(5, 12, 7, 16);
    refused(() -> Tensor.einsum("a{,{b->ab", a, b)).hasMessageContaining("at position 1");
    refused(() -> Tensor.einsum("a[,[b->ab", a, b)).hasMessageContaining("at position 1");
  }

  @Test
  void axesOfUnknownLengthsAreNotTakenTogether() {
    TensorType open = TensorType.of(DType.FLOAT32, Shape.UNKNOWN, Shape.UNKNOWN, 2);
    TensorType other = TensorType.of(DType.FLOAT32, 2, Shape.UNKNOWN, 3);
    TensorType matrix = TensorType.of(DType.FLOAT32, 2, 3);
    Graph one =
        Graph.trace(
            in -> List.of(Tensor.einsum("bjk,kl->bjl", in.get(0), in.get(1))),
            List.of(TensorType.of(DType.FLOAT32, Shape.UNKNOWN, 4, 2), matrix));
    assertThat(one.types().get(one.outputs().getFirst()).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 4, 3));
    misfit(() ->
            Graph.trace(
                in -> List.of(Tensor.einsum("bjk,kjl->bl", in.get(0), in.get(1))),
                List.of(open, other)))
        .hasMessage(
            "einsum: axes of unknown lengths cannot be taken together; got float32[?, ?, 2]");
  }

  @Test
  void vectorsOfProductsAreChecked() {
    Tensor scalar = Tensor.scalar(DType.FLOAT32, 1);
    Tensor vector = Tensor.of(1f, 2f, 3f);
    for (List<Tensor> wrong :
        List.of(
            List.of(scalar, vector),
            List.of(vector, scalar),
            List.of(Tensor.zeros(0), vector),
            List.of(vector, Tensor.zeros(0)))) {
      Tensor a = wrong.getFirst();
      Tensor b = wrong.getLast();
      misfit(() -> a.correlate(b, Overlap.FULL))
          .hasMessage(
              "correlate: needs two vectors that are not empty; got %s, %s", a.type(), b.type());
      misfit(() -> a.cross(b))
          .hasMessage(
              "cross: needs vectors of length 2 or 3 along the last axes; got %s × %s",
              a.type(), b.type());
    }
  }

  @Test
  void patternsNameEachAxisOnce() {
    Tensor x = Tensor.zeros(2, 3);
    for (String pattern : List.of("a a -> a a", "a a -> a", "a b -> a c", "a b -> a b b")) {
      refused(() -> x.rearrange(pattern, Map.of()))
          .hasMessage(
              "rearrange: both sides must name each axis once; got \"%s\"".formatted(pattern));
    }
    for (int length : pair(0, -1)) {
      refused(() -> x.rearrange("a (b c) -> a b c", Map.of("b", length)))
          .hasMessage(
              "rearrange: needs the length of \"b\" in \"a (b c) -> a b c\", at least 1; got "
                  + length);
    }
    assertThat(x.rearrange("a (b c) -> a b c", Map.of("b", 1)).shape())
        .isEqualTo(Shape.of(2, 1, 3));
  }

  @Test
  void normsCheckOrdersAndAxes() {
    Tensor x = Tensor.ones(2, 2);
    refused(() -> x.normalize(0, 1e-12, -1))
        .hasMessage("normalize: the order must be at least 1, got 0");
    assertThat(x.normalize(1, 1e-12, -1).toFloatArray()).containsOnly(0.5f);
    misfit(() -> x.nuclearNorm(Axes.of(0)))
        .hasMessage("nuclearNorm: needs two axes; got axes=%s for float32[2, 2]", Axes.of(0));
  }

  @Test
  void aNumberThatIsNoneIsShownWithItsPlace() {
    WholeNumbers row = WholeNumbers.below(5, "rows", "row: index", DType.INT32, "");
    assertThat(row.of(Tensor.of(4f, 0f)).toIntArray()).containsExactly(4, 0);
    refused(() -> row.of(Tensor.of(new float[][] {{0, 1, 2}, {3, 5, 4}})))
        .hasMessage("row: index 5 at [1, 1] is out of range for 5 rows");
    refused(() -> row.of(Tensor.of(new float[][] {{0, 1}, {2.5f, 1}, {1, 1}})))
        .hasMessage("row: index 2.5 at [1, 0] is no whole number");
    refused(() -> row.of(Tensor.scalar(DType.FLOAT32, -1)))
        .hasMessage("row: index -1 is out of range for 5 rows");
  }

  @Test
  void settingsAreChecked() {
    refused(() -> Conv.VALID.groups(0)).hasMessage("conv: groups must be at least 1, got 0");
    assertThat(Conv.VALID.dilation(2, 3).dilation()).containsExactly(2, 3);
    assertThat(new ProbabilityCrossEntropy(0.5).epsilon()).isEqualTo(0.5);
    assertThat(new ProbabilityCrossEntropy(0).epsilon()).isZero();
    refused(() -> new ProbabilityCrossEntropy(0.51))
        .hasMessage("probabilityCrossEntropy: epsilon must be from 0 to 0.5; got 0.51");
    misfit(() -> Tensor.zeros(2, 2).get(Index.ELLIPSIS, Index.ELLIPSIS))
        .hasMessageStartingWith("index: at most one '...' is allowed; got ");
  }

  @Test
  void windowsAreChecked() {
    refused(() -> Conv.VALID.strides(0))
        .hasMessage("conv: strides must be at least 1 for one to three axes, got [0]");
    refused(() -> Pool.of(0))
        .hasMessage("pool: needs sizes of at least 1 for one to three axes; got [0]");
    refused(() -> Tensor.zeros(2, 2, 1).gaussianBlur(0, 1, 1, 1))
        .hasMessage("gaussianBlur: sizes and deviations must be positive; got 0 × 1, 1.0, 1.0");
    Tensor x = Tensor.ones(2, 2, 1);
    assertThat(x.gaussianBlur(1, 1, 1, 1).toFloatArray()).containsOnly(1);
  }

  @Test
  void patchesWithGapsHaveWiderMargins() {
    Tensor x = Tensor.arange(1, 5).reshape(4, 1, 1);
    Tensor patches = x.patches(pair(2, 1), pair(1, 1), pair(2, 1), true);
    assertThat(patches.toIntArray()).containsExactly(0, 2, 1, 3, 2, 4, 3, 0);
    misfit(() -> Tensor.zeros(4, 1).patches(pair(2, 1), pair(1, 1), pair(1, 1), false))
        .hasMessage("patches: needs 3 axes, or 4 with a batch; got float32[4, 1]");
    Tensor one = Tensor.arange(4).reshape(1, 1, 4);
    assertThat(one.reconstructPatches(pair(2, 2), pair(1, 2)).shape()).isEqualTo(Shape.of(1, 2, 1));
    misfit(() -> one.reconstructPatches(pair(2, 2), pair(3, 2)));
    misfit(() -> one.reconstructPatches(pair(2, 2), pair(2, 0)))
        .hasMessage("reconstructPatches: patches of [2, 2] do not make [2, 0]; got int32[1, 1, 4]");
  }

  @Test
  void correlationsOfTheSameLengthLieInTheMiddle() {
    Tensor longer = Tensor.of(1f, 2f, 3f, 5f);
    Tensor shorter = Tensor.of(1f, 10f);
    assertThat(longer.correlate(shorter, Overlap.SAME).toFloatArray())
        .containsExactly(10, 21, 32, 53);
    assertThat(shorter.correlate(longer, Overlap.SAME).toFloatArray())
        .containsExactly(53, 32, 21, 10);
    assertThat(longer.correlate(shorter, Overlap.VALID).toFloatArray()).containsExactly(21, 32, 53);
  }

  @Test
  void functionsHaveTheirLimits() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(Tensor.of(1.0, -1, 0, 1.5, -2).erfInv().toDoubleArray())
        .containsExactly(infinity, -infinity, 0, Double.NaN, Double.NaN);
    Tensor ends = Tensor.of(infinity, -infinity);
    assertThat(new SpecialFunctions.BesselI(0).apply(-infinity)).isEqualTo(infinity);
    assertThat(new SpecialFunctions.BesselI(1).apply(-infinity)).isEqualTo(-infinity);
    assertThat(ends.clip(-1, 2).toDoubleArray()).containsExactly(2, -1);
  }

  @Test
  void boundsMayBeTheEndsOfTheType() {
    Tensor x = Tensor.of(1, 200).cast(DType.UINT8);
    assertThat(x.clip(255L, 300L).cast(DType.INT32).toIntArray()).containsExactly(255, 255);
    assertThat(x.clip(-5L, 0L).cast(DType.INT32).toIntArray()).containsExactly(0, 0);
    assertThatThrownBy(() -> x.clip(256L, 300L)).isInstanceOf(DTypeException.class);
    assertThatThrownBy(() -> x.clip(-5L, -1L)).isInstanceOf(DTypeException.class);
  }

  @Test
  void classesHaveAnAxisAnywhere() {
    Tensor x = Tensor.of(1, 0);
    assertThat(x.oneHot(3, 1, DType.INT32).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x.oneHot(3, -2, DType.INT32).shape()).isEqualTo(Shape.of(3, 2));
    for (int axis : pair(2, -3)) {
      misfit(() -> x.oneHot(3, axis, DType.INT32))
          .hasMessage("oneHot: axis %d is out of range for indices of shape [2]".formatted(axis));
    }
  }

  @Test
  void segmentsFitTheFirstAxis() {
    Tensor x = Tensor.of(1f, 2f);
    for (Tensor wrong : List.of(Tensor.of(0, 1, 1), x, Tensor.of(new int[][] {{0, 1}}))) {
      misfit(() -> x.segmentSum(wrong, 2)).hasMessageStartingWith("segmentSum: needs an integer");
    }
    misfit(() -> x.segmentSum(Tensor.of(0, 1), 0))
        .hasMessageEndingWith("got x=float32[2], segments=int32[2], count 0");
    Tensor places = Tensor.of(new int[][] {{0}, {1}});
    Tensor truths = Tensor.of(true, false).scatter(places, Shape.of(3));
    assertThat(truths.toNested()).isEqualTo(new boolean[] {true, false, false});
    misfit(() -> x.pinv()).hasMessageContaining("pinv: ").hasMessageContaining("float32[2]");
  }

  @Test
  void attentionThatDropsNeedsTwoWords() {
    var dropping = new ScaledDotProductAttention(1, false, false, 0.5);
    TensorType x = TensorType.of(DType.FLOAT32, 1, 2, 1, 2);
    TensorType word = TensorType.of(DType.INT64);
    assertThat(dropping.types(List.of(x, x, x, word, word))).containsExactly(x);
    refused(() -> dropping.types(List.of(x, x, x)))
        .hasMessageStartingWith("dotProductAttention: takes query, key, value, key, counter; got ");
    refused(() -> new ScaledDotProductAttention(1, false).types(List.of(x, x)))
        .hasMessageStartingWith("dotProductAttention: takes query, key, value; got ");
    assertThatThrownBy(() -> dropping.types(List.of(x, x, x, word, x)))
        .isInstanceOf(DTypeException.class)
        .hasMessageStartingWith(
            "dotProductAttention: needs key and counter as int64 scalars; got ");
  }

  @Test
  void axesOfLengthOneLeaveInAnyOrder() {
    Tensor x = Tensor.arange(6).reshape(1, 2, 1, 3);
    assertThat(x.squeeze(2, 0).shape()).isEqualTo(Shape.of(2, 3));
    TensorType open = TensorType.of(DType.FLOAT32, 1, Shape.UNKNOWN, 1, Shape.UNKNOWN);
    Graph graph = Graph.trace(in -> slopes(in.getFirst()), List.of(open));
    assertThat(graph.types().get(graph.outputs().getFirst())).isEqualTo(open);
  }

  private static List<Tensor> slopes(Tensor x) {
    try (GradientTape tape = new GradientTape()) {
      tape.watch(x);
      return List.of(tape.gradient(x.squeeze(2, 0).square().sum(), x));
    }
  }
}

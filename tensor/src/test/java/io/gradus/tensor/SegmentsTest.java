package io.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.tensor.type.DType;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final Tensor X = Tensor.of(new float[][] {{1, 5}, {2, 4}, {3, 3}, {4, 2}, {5, 1}});
  private static final Tensor IDS = Tensor.of(2, 0, 2, -1, 0);

  @Test
  void segmentsNeedNotBeSorted() {
    assertThat(X.segmentSum(IDS, 3)).hasToString("[[7. 5.]\n [0. 0.]\n [4. 8.]]");
    assertThat(X.segmentMax(IDS, 3)).hasToString("[[  5.   4.]\n [-inf -inf]\n [  3.   5.]]");
    assertThat(X.segmentMin(IDS, 3)).hasToString("[[ 2.  1.]\n [inf inf]\n [ 1.  3.]]");
    assertThat(X.segmentProd(IDS, 3)).hasToString("[[10.  4.]\n [ 1.  1.]\n [ 3. 15.]]");
  }

  @Test
  void typesAreKept() {
    Tensor ids = Tensor.of(0, 0, 2);
    assertThat(Tensor.of(7, -3, 2).segmentMax(ids, 3).toIntArray())
        .containsExactly(7, Integer.MIN_VALUE, 2);
    assertThat(Tensor.of(7, -3, 2).cast(DType.INT8).segmentMin(ids, 3).toIntArray())
        .containsExactly(-3, 127, 2);
    assertThat(Tensor.of(7, 3, 2).cast(DType.UINT16).segmentMin(ids, 3).toIntArray())
        .containsExactly(3, 65_535, 2);
    assertThat(Tensor.of(7, 3, 2).cast(DType.UINT8).segmentMax(ids, 3).toIntArray())
        .containsExactly(7, 0, 2);
    Tensor truths = Tensor.of(true, false, true);
    assertThat(truths.segmentProd(ids, 3)).hasToString("[False  True  True]");
    assertThat(truths.segmentMax(ids, 3)).hasToString("[ True False  True]");
  }

  @Test
  void numbersThatFitNoSegmentAreLeftOutWhateverTheirType() {
    Tensor x = Tensor.of(1f, 2f, 4f);
    // The lower half of its bits is 0.
    assertThat(x.segmentSum(Tensor.of(0L, 1L << 32, 1L), 2)).hasToString("[1. 4.]");
    assertThat(x.segmentProd(Tensor.of(0L, 1L << 32, 1L), 2)).hasToString("[1. 4.]");
    assertThat(x.segmentSum(Tensor.of(0, 1, 255).cast(DType.UINT8), 300).get(":2"))
        .hasToString("[1. 2.]");
  }

  @Test
  void noPositionsGiveTheNeutralElement() {
    Tensor none = Tensor.zeros(0, 2);
    Tensor ids = Tensor.zeros(0).cast(DType.INT32);
    assertThat(none.segmentProd(ids, 2)).hasToString("[[1. 1.]\n [1. 1.]]");
    assertThat(none.segmentMax(ids, 1)).hasToString("[[-inf -inf]]");
  }

  @Test
  void productsHaveGradientsAtZeros() {
    Tensor x = Tensor.of(2f, 0f, 3f, 5f);
    Tensor ids = Tensor.of(0, 0, 0, 1);
    try (var outer = new GradientTape()) {
      outer.watch(x);
      Tensor first;
      try (var tape = new GradientTape()) {
        tape.watch(x);
        first = tape.gradient(x.segmentProd(ids, 2), x);
      }
      assertThat(first).hasToString("[0. 6. 0. 1.]");
      // Of 6 = x₀·x₂ by x₁.
      assertThat(outer.gradient(first.get("1"), x)).hasToString("[3. 0. 2. 0.]");
    }
  }

  @Test
  void extremesHaveTheirGradientWhereTheyAre() {
    try (var tape = GradientTape.persistent()) {
      tape.watch(X);
      assertThat(tape.gradient(X.segmentMax(IDS, 3), X))
          .hasToString("[[0. 1.]\n [0. 1.]\n [1. 0.]\n [0. 0.]\n [1. 0.]]");
      assertThat(tape.gradient(X.segmentMin(IDS, 3), X))
          .hasToString("[[1. 0.]\n [1. 0.]\n [0. 1.]\n [0. 0.]\n [0. 1.]]");
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> X.segmentProd(Tensor.of(0, 1), 2))
        .hasMessage(
            "segmentProd: needs an integer for each position of the first axis, and at least one"
                + " segment; got x=float32[5, 2], segments=int32[2], count 2");
    assertThatThrownBy(() -> X.segmentMin(Tensor.zeros(5), 2))
        .hasMessage(
            "segmentMin: needs an integer for each position of the first axis, and at least one"
                + " segment; got x=float32[5, 2], segments=float32[5], count 2");
  }
}
